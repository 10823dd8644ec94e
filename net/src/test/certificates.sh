#!/usr/bin/env bash
# Makes the certificates of the TLS tests anew: one PKCS12 file each, password "secret". Needs keytool. They are kept in
# resources, since making them takes longer than the tests. Those that are to be valid are so until 2125.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/resources/rondo/net"
rm -f ./*.p12
kt() { keytool -storetype PKCS12 -storepass secret "$@" 2>/dev/null; }

# authority NAME
authority() {
  kt -genkeypair -keystore "$1.p12" -alias key -keyalg EC -groupname secp256r1 -dname "CN=$1" -ext bc:c=ca:true \
    -startdate 2025/01/01 -validity 36500
  kt -exportcert -keystore "$1.p12" -alias key -rfc -file "$1.pem"
}

# leaf NAME ISSUER EXTENSIONS... [-- keytool options of the issue]
leaf() {
  local name=$1 issuer=$2 extensions=() dates=(-startdate 2025/01/01 -validity 36500) key=(-keyalg EC -groupname secp256r1) sign=()
  shift 2
  while [ $# -gt 0 ]; do
    case $1 in
      from=*) dates=(-startdate "${1#from=}" -validity 30) ;;
      rsa=*) key=(-keyalg RSA -keysize "${1#rsa=}") ;;
      sign=*) sign=(-sigalg "${1#sign=}") ;;
      *) extensions+=(-ext "$1") ;;
    esac
    shift
  done
  kt -genkeypair -keystore "$name.p12" -alias key "${key[@]}" -dname "CN=$name"
  kt -certreq -keystore "$name.p12" -alias key -file "$name.csr"
  kt -gencert -keystore "$issuer.p12" -alias key -infile "$name.csr" -outfile "$name.crt" -rfc "${dates[@]}" \
    ${extensions[@]+"${extensions[@]}"} ${sign[@]+"${sign[@]}"}
  kt -importcert -noprompt -keystore "$name.p12" -alias issuer -file "$issuer.pem"
  kt -importcert -noprompt -keystore "$name.p12" -alias key -file "$name.crt"
  rm "$name.csr" "$name.crt"
}

authority root
authority stranger
leaf localhost root san=dns:localhost,ip:127.0.0.1
leaf elsewhere root san=dns:elsewhere.test
leaf wildcard root san=dns:*.example.test
leaf address root san=ip:10.1.2.3
leaf nameless root san=email:a@example.test
leaf expired root san=dns:localhost from=2024/01/01
leaf future root san=dns:localhost from=2120/01/01
leaf unknown stranger san=dns:localhost
leaf clientonly root san=dns:localhost eku=clientAuth
leaf serveronly root san=dns:localhost eku=serverAuth
leaf client root eku=clientAuth
leaf weak root san=dns:localhost rsa=512
kt -exportcert -keystore localhost.p12 -alias key -rfc -file localhost.pem
leaf underleaf localhost san=dns:localhost
kt -genkeypair -keystore selfsigned.p12 -alias key -keyalg EC -groupname secp256r1 -dname CN=localhost \
  -ext san=dns:localhost -startdate 2025/01/01 -validity 36500
rm -f localhost.pem stranger.pem root.pem
