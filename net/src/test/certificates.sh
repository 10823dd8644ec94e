#!/usr/bin/env bash
# Makes the certificates of the TLS tests anew: one PKCS12 file each, password "secret". Needs keytool and openssl. They are kept in
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
rm -f localhost.pem stranger.pem

# crafted NAME ISSUER KEY EXTENSION...: what keytool has no words for. KEY is rsa, ec or ed25519; an extension is one line of
# openssl's configuration, cn=NAME the common name, digest=NAME the hash that is signed, days=N the validity
crafted() {
  local name=$1 issuer=$2 key=$3 cn=$1 digest=sha256 days=36500 extension
  shift 3
  : >"$name.ext"
  for extension in "$@"; do
    case $extension in
      cn=*) cn=${extension#cn=} ;;
      digest=*) digest=${extension#digest=} ;;
      days=*) days=${extension#days=} ;;
      *) echo "$extension" >>"$name.ext" ;;
    esac
  done
  case $key in
    rsa) openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out "$name.key" ;;
    ec) openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$name.key" ;;
    ed25519) openssl genpkey -algorithm ED25519 -out "$name.key" ;;
  esac
  openssl req -new -key "$name.key" -subj "/CN=$cn" -out "$name.csr"
  openssl x509 -req -in "$name.csr" -CA "$issuer.pem" -CAkey "$issuer.key" -set_serial "0x$(openssl rand -hex 8)" "-$digest" \
    -days "$days" -extfile "$name.ext" -out "$name.crt" 2>/dev/null
  cat "$name.crt" "$issuer.pem" >"$name.pem"
  openssl pkcs12 -export -name key -inkey "$name.key" -in "$name.crt" -certfile "$issuer.pem" -out "$name.p12" -passout pass:secret
}

openssl pkcs12 -in root.p12 -passin pass:secret -nodes -nocerts -out root.key 2>/dev/null
ca=basicConstraints=critical,CA:TRUE
here=subjectAltName=DNS:localhost
crafted partial root ec subjectAltName=DNS:f*.example.test
crafted inner root ec subjectAltName=DNS:a.*.example.test
crafted double root ec subjectAltName=DNS:*.*.example.test
crafted addressname root ec subjectAltName=DNS:127.0.0.1
crafted commononly root ec cn=localhost basicConstraints=CA:FALSE
crafted mailonly root ec cn=localhost subjectAltName=email:a@example.test
crafted keyagreement root ec $here keyUsage=critical,keyAgreement
crafted critical root ec $here 1.2.3.4=critical,ASN1:UTF8String:unknown
crafted first root ec subjectAltName=DNS:first.test,DNS:*.first.test
crafted second root rsa subjectAltName=DNS:second.test
crafted edwards root ed25519 $here
crafted middle root rsa $ca
crafted below middle rsa $here
crafted md5 middle rsa $here digest=md5
crafted stale root ec $ca days=0
crafted understale stale ec $here
crafted narrow root ec $ca,pathlen:0
crafted narrower narrow ec $ca
crafted toodeep narrower ec $here
crafted constrained root ec $ca nameConstraints=critical,permitted\;DNS:example.test
crafted outside constrained ec $here
rm -f ./*.pem ./*.key ./*.csr ./*.crt ./*.ext stale.p12 narrow.p12 narrower.p12 constrained.p12 middle.p12
