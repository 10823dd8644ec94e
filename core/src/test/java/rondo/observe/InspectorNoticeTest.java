package rondo.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import rondo.LogTrap;

/// What a process says that was asked for the inspector page, with the core alone.
final class InspectorNoticeTest {
    @AfterEach
    void clear() {
        System.clearProperty("rondo.inspector");
    }

    private static List<String> said() {
        try (var log = new LogTrap()) {
            new InspectorNotice().watch();
            return log.messages();
        }
    }

    @Test
    void whatIsMissingIsNamed() {
        System.setProperty("rondo.inspector", "true");

        assertThat(said())
                .containsExactly(
                        "rondo.inspector=true: the inspector page is in rondo.jar, which is not on the class path;"
                                + " add it, or look from outside: rondo inspect "
                                + ProcessHandle.current().pid());
    }

    @Test
    void whereItWasNotAskedForNothingIsSaid() {
        assertThat(said()).isEmpty();
        System.setProperty("rondo.inspector", "false");
        assertThat(said()).isEmpty();
    }
}
