package dev.millrace.server.functions;

import dev.millrace.rel.UserFunction;
import dev.millrace.rel.UserFunction.Parameter;
import dev.millrace.schema.LogicalType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.springframework.asm.AnnotationVisitor;
import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.Label;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.SpringAsmInfo;
import org.springframework.asm.Type;

/** What the bytes of a class say about it, as far as functions are concerned. */
final class ClassFile extends ClassVisitor {
    private static final String FUNCTION = "org/apache/flink/table/functions/ScalarFunction";
    private static final String WHAT_IS_TAKEN = "Use String, Boolean, Integer, Long, Float, Double or their primitives, LocalDate, LocalDateTime, Instant or byte[]";
    /** What a column is in Java; times have nine digits there. */
    private static final Map<String, LogicalType> TYPES = Map.ofEntries(Map.entry("java.lang.String", LogicalType.STRING),
            Map.entry("boolean", LogicalType.BOOLEAN), Map.entry("java.lang.Boolean", LogicalType.BOOLEAN), Map.entry("int", LogicalType.INT),
            Map.entry("java.lang.Integer", LogicalType.INT), Map.entry("long", LogicalType.BIGINT), Map.entry("java.lang.Long", LogicalType.BIGINT),
            Map.entry("float", LogicalType.FLOAT), Map.entry("java.lang.Float", LogicalType.FLOAT), Map.entry("double", LogicalType.DOUBLE),
            Map.entry("java.lang.Double", LogicalType.DOUBLE), Map.entry("java.time.LocalDate", LogicalType.DATE),
            Map.entry("java.time.LocalDateTime", new LogicalType.Timestamp(9)), Map.entry("java.time.Instant", new LogicalType.Instant(9)),
            Map.entry("byte[]", LogicalType.BYTES));

    private String name = "";
    private String parent = "";
    private int access;
    private boolean canBeMade;
    private boolean typesItself;
    private final List<Eval> evals = new ArrayList<>();

    private ClassFile() {
        super(SpringAsmInfo.ASM_VERSION);
    }

    /** @param path where it lies in the jar @throws LibraryRefused where the bytes are no class */
    static ClassFile read(String path, byte[] bytes) {
        var read = new ClassFile();
        try {
            new ClassReader(bytes).accept(read, ClassReader.SKIP_FRAMES);
        } catch (RuntimeException unreadable) {
            // The reader trusts what it reads and falls over whatever is not as it should be.
            throw new LibraryRefused("'" + path + "' in the jar cannot be read as a class. It is broken, or made for a newer Java");
        }
        return read;
    }

    /** With slashes, as in bytecode. */
    String name() {
        return name;
    }

    @Override public void visit(int version, int flags, String own, String signature, String superName, String[] interfaces) {
        access = flags;
        name = own;
        parent = superName == null ? "" : superName;
    }

    @Override public void visitInnerClass(String inner, String outer, String simple, int flags) {
        if (inner.equals(name)) {
            access = flags;
            // What is inside of something else cannot be made alone.
            canBeMade &= (flags & Opcodes.ACC_STATIC) != 0;
        }
    }

    @Override public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
        typesItself |= isHint(descriptor);
        return null;
    }

    private static boolean isHint(String descriptor) {
        return descriptor.startsWith("Lorg/apache/flink/table/annotation/");
    }

    @Override public MethodVisitor visitMethod(int flags, String method, String descriptor, String signature, String[] exceptions) {
        boolean isPublic = (flags & Opcodes.ACC_PUBLIC) != 0;
        canBeMade |= isPublic && method.equals("<init>") && descriptor.equals("()V");
        typesItself |= method.equals("getTypeInference");
        if (!isPublic || !method.equals("eval") || (flags & (Opcodes.ACC_BRIDGE | Opcodes.ACC_SYNTHETIC)) != 0) {
            return null;
        }
        var eval = new Eval(flags, descriptor);
        evals.add(eval);
        return eval;
    }

    boolean isFunction(Map<String, ClassFile> classes) {
        boolean concrete = (access & Opcodes.ACC_PUBLIC) != 0 && (access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_INTERFACE)) == 0;
        return concrete && line(classes).getLast().parent.equals(FUNCTION);
    }

    /** This class and those of the jar that it extends. */
    private List<ClassFile> line(Map<String, ClassFile> classes) {
        var line = new ArrayList<ClassFile>();
        var seen = new HashSet<String>();
        for (ClassFile next = this; next != null && seen.add(next.name); next = classes.get(next.parent)) {
            line.add(next);
        }
        return line;
    }

    /** @throws LibraryRefused where it cannot be called from a drawing */
    UserFunction function(Map<String, ClassFile> classes, String library, String sha256) {
        String shown = simpleName();
        List<ClassFile> line = line(classes);
        // A method that takes the place of an inherited one is one and the same.
        var all = new HashMap<String, Eval>();
        line.forEach(c -> c.evals.forEach(e -> all.putIfAbsent(e.descriptor, e)));
        if (line.stream().anyMatch(c -> c.typesItself)) {
            throw new LibraryRefused("'" + shown + "' says its types by hints of Flink's, which are not read here. " + WHAT_IS_TAKEN);
        }
        if (!canBeMade) {
            throw new LibraryRefused("'" + shown + "' cannot be made: it needs a public constructor without parameters, and must not need another object around it");
        }
        if (all.size() != 1) {
            throw new LibraryRefused("'" + shown + "' has " + (all.isEmpty() ? "no public method" : all.size() + " methods") + " called eval. It needs one; make a class of its own for each");
        }
        Eval eval = all.values().iterator().next();
        if ((eval.flags & Opcodes.ACC_VARARGS) != 0) {
            throw new LibraryRefused("'" + shown + "' takes any number of arguments. List its parameters one by one");
        }
        Type[] types = Type.getArgumentTypes(eval.descriptor);
        var parameters = new ArrayList<Parameter>();
        for (int i = 0; i < types.length; i++) {
            String parameter = eval.name(i, types);
            parameters.add(new Parameter(parameter, type(types[i], "Parameter '" + parameter + "' of '" + shown + "'"), types[i].getSort() >= Type.ARRAY));
        }
        Type given = Type.getReturnType(eval.descriptor);
        LogicalType result = switch (type(given, "What '" + shown + "' gives")) {
            case LogicalType.Timestamp t -> LogicalType.TIMESTAMP;
            case LogicalType.Instant i -> LogicalType.TIMESTAMP_LTZ;
            case LogicalType other -> other;
        };
        String function = Character.toLowerCase(shown.charAt(0)) + shown.substring(1);
        if (!function.matches("[a-z][A-Za-z0-9_]{0,99}")) {
            throw new LibraryRefused("The class '" + shown + "' has a name that no expression can hold. Use letters, digits and underscores, beginning with a letter, at most 100");
        }
        return new UserFunction(library, 0, function, name.replace('/', '.'), sha256, parameters, result, given.getSort() >= Type.ARRAY);
    }

    private String simpleName() {
        return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('$')) + 1);
    }

    private static LogicalType type(Type java, String what) {
        LogicalType type = TYPES.get(java.getClassName());
        if (type == null) {
            throw new LibraryRefused(what + " is " + java.getClassName() + ", which is no type of a column here. " + WHAT_IS_TAKEN);
        }
        return type;
    }

    /** A method eval, with the names of its parameters as far as the compiler kept them. */
    private final class Eval extends MethodVisitor {
        private final int flags;
        private final String descriptor;
        private final List<String> declared = new ArrayList<>();
        private final Map<Integer, String> bySlot = new HashMap<>();

        Eval(int flags, String descriptor) {
            super(SpringAsmInfo.ASM_VERSION);
            this.flags = flags;
            this.descriptor = descriptor;
        }

        @Override public void visitParameter(String parameter, int parameterFlags) {
            declared.add(parameter == null ? "" : parameter);
        }

        @Override public void visitLocalVariable(String variable, String type, String signature, Label start, Label end, int slot) {
            bySlot.putIfAbsent(slot, variable);
        }

        @Override public AnnotationVisitor visitAnnotation(String annotation, boolean visible) {
            typesItself |= isHint(annotation);
            return null;
        }

        @Override public AnnotationVisitor visitParameterAnnotation(int parameter, String annotation, boolean visible) {
            typesItself |= isHint(annotation);
            return null;
        }

        String name(int index, Type[] types) {
            if (declared.size() == types.length && !declared.get(index).isEmpty()) {
                return declared.get(index);
            }
            int slot = (flags & Opcodes.ACC_STATIC) == 0 ? 1 : 0;
            for (int i = 0; i < index; i++) {
                slot += types[i].getSize();
            }
            return bySlot.getOrDefault(slot, "arg" + (index + 1));
        }
    }
}
