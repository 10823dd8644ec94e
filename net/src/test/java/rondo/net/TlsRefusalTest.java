package rondo.net;

import static org.assertj.core.api.Assertions.assertThat;
import static rondo.net.OnLoop.run;

import java.util.List;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import rondo.net.TlsRefusal.Side;

/// What must not pass (R16): each case fails closed, with an error that says which check it was.
@Timeout(60)
final class TlsRefusalTest {
    private static final int REQUIRED = 40;

    private static List<TlsRefusal> cases;

    @BeforeAll
    static void readKeys() { // before a loop runs: it takes long
        cases = TlsRefusals.all();
        TlsOptions.defaults();
    }

    static List<TlsRefusal> cases() {
        return cases;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void isRefused(TlsRefusal refusal) {
        run(() -> {
            var reports = OnLoop.reports();

            List<Throwable> errors = refusal.attempt().refusals();

            assertThat(errors)
                    .isNotEmpty()
                    .allSatisfy(error -> assertThat(error)
                            .isInstanceOf(SSLException.class)
                            .hasMessageStartingWith("the ")
                            .hasMessageContaining(refusal.why()));
            assertThat(reports).isEmpty();
        });
    }

    @Test
    void thereAreEnoughOfThem() {
        assertThat(cases).allSatisfy(each -> assertThat(each.why()).isNotBlank());
        assertThat(cases.stream().map(TlsRefusal::toString))
                .doesNotHaveDuplicates()
                .hasSizeGreaterThanOrEqualTo(REQUIRED);
        System.out.println("R16 cases=" + cases.size() + " client=" + refusedBy(Side.CLIENT) + " server="
                + refusedBy(Side.SERVER));
    }

    private static long refusedBy(Side side) {
        return cases.stream().filter(each -> each.refusing() == side).count();
    }
}
