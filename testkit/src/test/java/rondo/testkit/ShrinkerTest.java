package rondo.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ShrinkerTest {
    @Test
    void onlyTheChoicesThatMatterAreLeft() {
        int[] failing = {3, 0, 2, 5, 1, 4, 0, 2, 1};

        int[] shortest = new Shrinker(script -> script.length > 5 && script[2] >= 1 && script[5] >= 3).shrink(failing);

        assertThat(shortest).containsExactly(0, 0, 1, 0, 0, 4);
    }

    @Test
    void whatFailsInAnyOrderNeedsNoChoice() {
        assertThat(new Shrinker(script -> true).shrink(new int[] {1, 2, 3})).isEmpty();
    }
}
