package rondo.loop;

/// A program that says whether debug mode is on by default.
final class DebugProbe {
    private DebugProbe() {}

    public static void main(String[] arguments) {
        System.out.print(LoopOptions.defaults().debug());
    }
}
