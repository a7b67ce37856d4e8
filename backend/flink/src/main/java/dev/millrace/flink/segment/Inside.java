package dev.millrace.flink.segment;

import java.lang.reflect.Field;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.streaming.api.operators.SimpleOperatorFactory;
import org.apache.flink.streaming.api.transformations.OneInputTransformation;

/** Fields of Flink's that have no getter or no setter. All that leans on such fields is in this package, and tests with savepoints see whether they are still what they were. */
final class Inside {
    private Inside() {}

    /** The operator that the planner made; null where it is made by other means. */
    static Object operator(Transformation<?> of) {
        return of instanceof OneInputTransformation<?, ?> one && one.getOperatorFactory() instanceof SimpleOperatorFactory<?> factory ? factory.getOperator() : null;
    }

    static Object read(Class<?> of, String field, Object from) {
        try {
            return open(of, field).get(from);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    static void write(Class<?> of, String field, Object into, Object value) {
        try {
            open(of, field).set(into, value);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Field open(Class<?> of, String field) {
        try {
            Field found = of.getDeclaredField(field);
            found.setAccessible(true);
            return found;
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException("This version of Flink has no " + of.getSimpleName() + "." + field, e);
        }
    }
}
