package rondo.conformance;

/// What a program gets that names a thing it has not got, or uses one as what it is not; the trace shows
/// Python's name for it.
final class ProgramMistake extends Exception {
    private static final long serialVersionUID = 1L;

    private final String pythonName;

    ProgramMistake(String pythonName, String message) {
        super(message);
        this.pythonName = pythonName;
    }

    String pythonName() {
        return pythonName;
    }
}
