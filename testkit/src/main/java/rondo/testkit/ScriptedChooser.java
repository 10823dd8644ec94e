package rondo.testkit;

/// Makes given choices, then asyncio's; where there are fewer to choose among than then, the last of them.
final class ScriptedChooser implements Chooser {
    private final int[] script;
    private final boolean endsTickAfterEach;
    private int made;

    ScriptedChooser(int[] script, boolean endsTickAfterEach) {
        this.script = script;
        this.endsTickAfterEach = endsTickAfterEach;
    }

    @Override
    public boolean endsTickAfterEach() {
        return endsTickAfterEach;
    }

    @Override
    public int choose(int width, Candidates candidates) {
        int wanted = made < script.length ? script[made] : 0;
        made++;
        return Math.min(wanted, width - 1);
    }
}
