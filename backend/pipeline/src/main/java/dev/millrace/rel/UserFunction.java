package dev.millrace.rel;

import dev.millrace.schema.LogicalType;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A function of a jar that somebody uploaded, as it can be called. A version of a library never changes, so this never does.
 *
 * @param library lower-case letters and digits
 * @param name of the function, unique in its library whatever the case of its letters
 * @param className what the jar calls it
 * @param sha256 of the jar's bytes, in lower-case hexadecimal digits
 * @param result type of what it gives
 * @param givesNull whether it may give NULL for arguments that have none
 */
public record UserFunction(String library, int version, String name, String className, String sha256, List<Parameter> parameters, LogicalType result,
        boolean givesNull) {
    public UserFunction {
        parameters = List.copyOf(parameters);
    }

    /** @param takesNull where not, NULL never reaches the function, and the result is NULL */
    public record Parameter(String name, LogicalType type, boolean takesNull) {}

    /** What a drawing names it by: "geo@1.distance". */
    public String reference() {
        return library + "@" + version + "." + name;
    }

    /** What it is called in SQL: a name that no function of the engine has, nor another version of this. */
    public String sqlName() {
        return "u_" + library + "_" + version + "_" + name;
    }

    /** "distance(lat DOUBLE, lon DOUBLE) → DOUBLE". */
    public String signature() {
        return name + takesAndGives();
    }

    /** The same as a drawing calls it: "geo@1.distance(lat DOUBLE, lon DOUBLE) → DOUBLE". */
    public String referenceAndTypes() {
        return reference() + takesAndGives();
    }

    private String takesAndGives() {
        return parameters.stream().map(p -> p.name() + " " + p.type()).collect(Collectors.joining(", ", "(", ")")) + " → " + result;
    }
}
