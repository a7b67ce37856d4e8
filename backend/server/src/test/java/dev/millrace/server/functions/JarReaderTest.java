package dev.millrace.server.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.rel.UserFunction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/** What is found in jars, and which are refused with what words. */
class JarReaderTest {
    private static final String HEAD = "package geo; import org.apache.flink.table.functions.ScalarFunction; public class F extends ScalarFunction { ";

    private static List<UserFunction> read(byte[] jar) {
        return JarReader.functions(jar, "geo", "00");
    }

    private static void refused(byte[] jar, String why) {
        assertThatThrownBy(() -> read(jar)).isInstanceOf(LibraryRefused.class).hasMessageContaining(why);
    }

    private static void refused(String body, String why) {
        refused(TestJars.of(Map.of("geo.F", HEAD + body + " }")), why);
    }

    @Test void signaturesAreReadAndNothingIsRun() {
        byte[] jar = TestJars.of(Map.of("geo.F", HEAD + "static { if (true) throw new Error(\"was run\"); }"
                + " public Long eval(double lat, String name, java.time.LocalDateTime at, byte[] raw) { return 1L; } }"));
        UserFunction found = read(jar).getFirst();
        assertThat(found.signature()).isEqualTo("f(lat DOUBLE, name STRING, at TIMESTAMP(9), raw BYTES) → BIGINT");
        assertThat(found.parameters()).extracting(UserFunction.Parameter::takesNull).containsExactly(false, true, true, true);
        assertThat(found.className()).isEqualTo("geo.F");
        assertThat(found.givesNull()).isTrue();
        assertThat(Signatures.read(Signatures.write(List.of(found)), "geo", 0, "00")).containsExactly(found);
    }

    @Test void anInheritedEvalCountsAndAnAbstractClassIsNoFunction() {
        var sources = new LinkedHashMap<String, String>();
        sources.put("geo.Base", "package geo; public abstract class Base extends org.apache.flink.table.functions.ScalarFunction { public int eval(int a) { return a; } }");
        sources.put("geo.Child", "package geo; public class Child extends Base { public static class Inner extends Base {} public class NotAlone extends Base {} }");
        refused(TestJars.of(sources), "'NotAlone' cannot be made");
        sources.put("geo.Child", "package geo; public class Child extends Base { public static class Inner extends Base {} }");
        assertThat(read(TestJars.of(sources))).extracting(UserFunction::name).containsExactly("child", "inner");
    }

    @Test void whatCannotBeCalledIsRefusedByName() {
        refused("public int eval(java.util.List<String> names) { return 1; }", "Parameter 'names' of 'F' is java.util.List");
        refused("public java.math.BigDecimal eval() { return null; }", "What 'F' gives is java.math.BigDecimal");
        refused("public int eval(int a) { return a; } public int eval(long a) { return 1; }", "'F' has 2 methods called eval");
        refused("", "'F' has no public method called eval");
        refused("public int eval(String... all) { return 1; }", "any number of arguments");
        refused("public F(int a) {} public int eval() { return 1; }", "public constructor without parameters");
        refused(TestJars.of(Map.of("geo.G", "package geo; public class G {}")), "has no function");
    }

    @Test void jarsThatAreNoLibraryAreRefused() throws IOException {
        refused(new byte[] {1, 2, 3}, "This is no jar");
        refused(zip("lib/inner.jar", new byte[1]), "holds another jar, 'lib/inner.jar'");
        refused(zip("geo/F.class", new byte[] {1, 2}), "'geo/F.class' in the jar cannot be read as a class");
        refused(zip("bomb", new byte[100_000_001]), "unpacks to more than 100 MB");
        refused(TestJars.of(Map.of("org.apache.flink.api.Evil", "package org.apache.flink.api; public class Evil {}")), "Classes in org.apache.flink are not taken");
        refused(TestJars.of(Map.of("dev.millrace.Evil", "package dev.millrace; public class Evil {}")), "Classes in dev.millrace are not taken");
    }

    private static byte[] zip(String entry, byte[] content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(entry));
            zip.write(content);
        }
        return bytes.toByteArray();
    }
}
