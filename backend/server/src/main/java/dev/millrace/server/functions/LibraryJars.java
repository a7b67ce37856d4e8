package dev.millrace.server.functions;

/** The bytes of uploaded jars. */
public interface LibraryJars {
    /** @param sha256 in lower-case hexadecimal digits @throws IllegalStateException where no such jar is stored any more */
    byte[] jar(String sha256);
}
