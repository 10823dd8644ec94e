package rondo.cli.inspector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import rondo.cli.inspector.Verdict.Refused;

/// The gate as a function. [InspectorAttackTest] tries the same requests on the server.
final class GateTest {
    private static final int PORT = 7331;
    private static final Tokens TOKENS = Tokens.random(true);
    private static final Gate GATE = new Gate(PORT, TOKENS, Set.of("/", "/inspector.js"));

    private static Stream<Attack> attacks() {
        return Attack.all();
    }

    private static ClientRequest request(String method, String target, Map<String, String> headers) {
        var all = new TreeMap<String, List<String>>();
        headers.forEach((name, value) -> all.put(name, List.of(value)));
        all.putIfAbsent("Host", List.of("127.0.0.1:" + PORT));
        return new ClientRequest(method, target, all);
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void attackIsRefused(Attack attack) {
        assertThat(GATE.judge(attack.request(PORT, TOKENS)))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused ->
                                assertThat(refused.status()).as(refused.why()).isEqualTo(attack.status()));
    }

    @Test
    void thereAreSixtyAttacksAtLeastAndEachHasAName() {
        assertThat(Attack.all().map(Attack::name))
                .hasSizeGreaterThanOrEqualTo(60)
                .doesNotHaveDuplicates();
    }

    @Test
    void pageIsServedToABrowserThatAPersonPointedAtIt() {
        assertThat(GATE.judge(request("GET", "/", Map.of("Sec-Fetch-Site", "none"))))
                .isEqualTo(new Verdict.File("/"));
        assertThat(GATE.judge(request("GET", "/", Map.of("Host", "localhost:" + PORT))))
                .isEqualTo(new Verdict.File("/"));
        assertThat(GATE.judge(request("GET", "/inspector.js", Map.of("Sec-Fetch-Site", "same-origin"))))
                .isEqualTo(new Verdict.File("/inspector.js"));
    }

    @Test
    void eitherTokenPermitsLooking() {
        for (String token : List.of(TOKENS.read(), TOKENS.write())) {
            assertThat(GATE.judge(request("GET", "/api/look?after=-1", Map.of("Rondo-Token", token))))
                    .isEqualTo(new Verdict.Look(-1));
            assertThat(GATE.judge(request("GET", "/api/stack?id=7", Map.of("rondo-token", token))))
                    .isEqualTo(new Verdict.Stack(7));
        }
    }

    @Test
    void pageWithTheTokenForWritingMayCancel() {
        Map<String, String> headers = Map.of(
                "Rondo-Token",
                TOKENS.write(),
                "Origin",
                "http://127.0.0.1:" + PORT,
                "Content-Type",
                "application/json",
                "Content-Length",
                "8");

        assertThat(GATE.judge(request("POST", "/api/cancel", headers))).isEqualTo(new Verdict.Cancel());
        assertThat(Gate.task("{\"id\":7}")).isEqualTo(7);
        assertThat(Stream.of(
                                "",
                                "{}",
                                "7",
                                "{\"id\":-7}",
                                "{\"id\":7.0}",
                                "{\"id\":\"7\"}",
                                "{\"id\":7}x",
                                " {\"id\":7}",
                                "{\"id\":7\n}")
                        .map(Gate::task))
                .containsOnly(-1L);
    }

    @Test
    void nothingPermitsWritingWhereItWasNotAskedFor() {
        var tokens = Tokens.random(false);

        assertThat(tokens.permitsWrite("")).isFalse();
        assertThat(tokens.permitsRead("")).isFalse();
        assertThat(tokens.permitsWrite(tokens.read())).isFalse();
        assertThat(tokens.permitsRead(tokens.read())).isTrue();
    }

    @Test
    void tokensAre128RandomBitsAndNeverPrinted() {
        List<String> many = Stream.generate(() -> Tokens.random(true))
                .limit(100)
                .flatMap(each -> Stream.of(each.read(), each.write()))
                .toList();

        assertThat(many).doesNotHaveDuplicates().allMatch(token -> token.matches("[0-9a-f]{32}"));
        assertThat(TOKENS.toString()).doesNotContain(TOKENS.read(), TOKENS.write());
        assertThat(GATE.toString()).doesNotContain(TOKENS.read(), TOKENS.write());
    }

    /// The table's requests, with headers, methods and addresses of others put in, by a seed.
    @Test
    void whateverIsPutTogetherOnlyWhoKnowsTheTokenIsServed() {
        long seed = Long.getLong("fuzz.seed", 20_261);
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        List<ClientRequest> parts = Stream.concat(Attack.all().map(attack -> attack.request(PORT, TOKENS)), permitted())
                .toList();
        int served = 0;
        for (int i = 0; i < 200_000; i++) {
            var headers = new TreeMap<String, List<String>>();
            for (int n = random.nextInt(1, 5); n > 0; n--) {
                headers.putAll(one(parts, random).headers());
            }
            var request = new ClientRequest(
                    one(parts, random).method(), one(parts, random).target(), headers);

            Verdict verdict = GATE.judge(request);

            served += verdict instanceof Refused ? 0 : 1;
            assertThat(permits(verdict, request))
                    .as("seed %d, request %d: %s", seed, i, request)
                    .isTrue();
        }
        assertThat(served).isGreaterThan(100);
    }

    private static Stream<ClientRequest> permitted() {
        return Stream.of("/", "/api/look?after=7", "/api/stack?id=7", "/api/cancel")
                .flatMap(target -> Stream.of(TOKENS.read(), TOKENS.write())
                        .map(token -> request(
                                target.equals("/api/cancel") ? "POST" : "GET",
                                target,
                                target.equals("/api/cancel")
                                        ? Map.of(
                                                "Rondo-Token",
                                                token,
                                                "Origin",
                                                "http://127.0.0.1:" + PORT,
                                                "Content-Type",
                                                "application/json",
                                                "Content-Length",
                                                "8")
                                        : Map.of("Rondo-Token", token))));
    }

    private static ClientRequest one(List<ClientRequest> parts, RandomGenerator random) {
        return parts.get(random.nextInt(parts.size()));
    }

    private static boolean permits(Verdict verdict, ClientRequest request) {
        List<String> token = request.all("rondo-token");
        boolean ownHost = List.of(List.of("127.0.0.1:" + PORT), List.of("localhost:" + PORT))
                .contains(request.all("host"));
        return switch (verdict) {
            case Refused _ -> true;
            case Verdict.File _ -> ownHost;
            case Verdict.Look _, Verdict.Stack _ ->
                ownHost && (token.equals(List.of(TOKENS.read())) || token.equals(List.of(TOKENS.write())));
            case Verdict.Cancel _ ->
                ownHost
                        && token.equals(List.of(TOKENS.write()))
                        && request.method().equals("POST")
                        && request.all("origin").equals(List.of("http://" + request.only("host")));
        };
    }

    @Test
    void refusalsHoldNothingOfTheRequest() {
        Attack.all()
                .map(attack -> GATE.judge(attack.request(PORT, TOKENS)))
                .forEach(verdict -> assertThat(((Refused) verdict).why())
                        .doesNotContain("evil", "etc", "xx", TOKENS.read(), TOKENS.write()));
    }
}
