package dev.millrace.server.functions;

import dev.millrace.server.design.Author;
import dev.millrace.server.security.AdministratorsOnly;
import java.util.List;
import java.util.Optional;

/** Libraries of functions that administrators upload and everybody uses. */
public interface FunctionService {
    int MOST_BYTES = 20_000_000;

    /** By name, the newest version of each first. */
    List<Library> list();

    /**
     * Takes a jar as the next version of a library. Nothing of it is run.
     *
     * @param library lower-case letters and digits, beginning with a letter
     * @throws LibraryRefused where uploads are off, or with what is wrong with the name or the jar
     * @throws AdministratorsOnly
     */
    Library upload(String library, byte[] jar, Author author);

    /**
     * Deletes a version that nobody uses. Its number is not given again.
     *
     * @throws LibraryRefused where there is no such version, or with the names of those who use it
     * @throws AdministratorsOnly
     */
    void delete(String library, int version, Author author);

    /** The names of pipelines and fragments that use a version, in their newest revision or in one that is deployed. */
    List<String> uses(String library, int version);

    /** Why nobody can upload, in one sentence; empty where administrators can. */
    Optional<String> closed();

    boolean isAdministrator(String user);
}
