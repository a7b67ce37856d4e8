package dev.millrace.server.functions;

/** Who asked is no administrator. */
public final class AdministratorsOnly extends RuntimeException {
    public AdministratorsOnly() {
        super("Only administrators upload or delete libraries: their code runs with the rights of Flink. Everybody may use the functions");
    }
}
