package dev.millrace.kind.function;

import dev.millrace.rel.UserFunction;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The functions of all uploaded jars. Asked at every edit, so an answer must come from memory. Versions never change, but may go. */
public interface UserFunctions {
    UserFunctions NONE = new UserFunctions() {
        @Override public List<UserFunction> all() {
            return List.of();
        }

        @Override public long edition() {
            return 0;
        }
    };

    /** Of all versions: by library, the newest version first, then by name. */
    List<UserFunction> all();

    /** Grows with every upload and every removal: what was compiled with another edition may be out of date. */
    long edition();

    /** The function of exactly this version. */
    default Optional<UserFunction> find(FunctionName name) {
        return all().stream().filter(f -> f.library().equals(name.library()) && f.version() == name.version() && f.name().equals(name.name())).findFirst();
    }

    /** The same function in the newest version of its library that has it. */
    default Optional<UserFunction> newest(FunctionName name) {
        return all().stream().filter(f -> f.library().equals(name.library()) && f.name().equals(name.name())).max(Comparator.comparing(UserFunction::version));
    }
}
