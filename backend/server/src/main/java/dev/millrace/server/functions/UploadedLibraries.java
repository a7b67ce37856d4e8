package dev.millrace.server.functions;

import dev.millrace.kind.function.FunctionName;
import dev.millrace.pipeline.Node;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.rel.UserFunction;
import dev.millrace.server.deployment.DeploymentService;
import dev.millrace.server.design.Author;
import dev.millrace.server.design.DesignService;
import dev.millrace.server.fragments.FragmentService;
import dev.millrace.server.security.AdministratorsOnly;
import dev.millrace.server.security.User;
import dev.millrace.server.security.Users;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who may bring which jar, and which of them may go. */
final class UploadedLibraries implements FunctionService {
    private static final Logger LOG = LoggerFactory.getLogger(UploadedLibraries.class);
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]{0,39}");
    private static final String KIND = "operator.function";

    private final StoredLibraries stored;
    private final Users users;
    private final DesignService designs;
    private final FragmentService fragments;
    private final DeploymentService deployments;
    private final boolean open;

    UploadedLibraries(StoredLibraries stored, Users users, DesignService designs, FragmentService fragments, DeploymentService deployments, boolean open) {
        this.stored = stored;
        this.users = users;
        this.designs = designs;
        this.fragments = fragments;
        this.deployments = deployments;
        this.open = open;
    }

    @Override public List<Library> list() {
        return stored.libraries();
    }

    @Override public Optional<String> closed() {
        return open ? Optional.empty() : Optional.of("Uploads are off: Flink runs inside this process, where a function could do all that Millrace can; "
                + "millrace.functions.in-process=true allows them.");
    }

    @Override public boolean isAdministrator(String user) {
        return users.find(user).filter(u -> u.role() == User.Role.ADMINISTRATOR).isPresent();
    }

    @Override public Library upload(String library, byte[] jar, Author author) {
        administrator(author);
        closed().ifPresent(why -> {
            throw new LibraryRefused(why);
        });
        if (!NAME.matcher(library).matches()) {
            throw new LibraryRefused("'" + library + "' cannot be the name of a library. Use lower-case letters and digits, beginning with a letter, at most 40");
        }
        if (jar.length > MOST_BYTES) {
            throw new LibraryRefused("A jar has at most " + MOST_BYTES / 1_000_000 + " MB. Leave out what Flink has already");
        }
        String sha256 = sha256(jar);
        stored.libraries().stream().filter(l -> l.name().equals(library)).findFirst().filter(l -> l.sha256().equals(sha256)).ifPresent(same -> {
            throw new LibraryRefused("This is the jar of version " + same.version() + " already; there is nothing new in it");
        });
        List<UserFunction> functions = JarReader.functions(jar, library, sha256);
        int version = stored.add(library, sha256, jar, functions, author.name());
        LOG.info("{} uploaded version {} of the library {}: {} bytes, SHA-256 {}", author.name(), version, library, jar.length, sha256);
        return find(library, version).orElseThrow();
    }

    @Override public void delete(String library, int version, Author author) {
        administrator(author);
        Library found = find(library, version).orElseThrow(() -> new LibraryRefused("There is no version " + version + " of a library '" + library + "'"));
        List<String> uses = uses(library, version);
        if (!uses.isEmpty()) {
            throw new LibraryRefused("Version " + version + " of '" + library + "' is used by " + String.join(", ", uses)
                    + ". Let them use another version first, and stop deployments that use this one");
        }
        stored.remove(library, version);
        LOG.info("{} deleted version {} of the library {}, SHA-256 {}", author.name(), version, library, found.sha256());
    }

    private Optional<Library> find(String library, int version) {
        return stored.libraries().stream().filter(l -> l.name().equals(library) && l.version() == version).findFirst();
    }

    private void administrator(Author author) {
        if (!isAdministrator(author.name())) {
            throw new AdministratorsOnly("Only administrators upload or delete libraries: their code runs with the rights of Flink. Everybody may use the functions");
        }
    }

    @Override public List<String> uses(String library, int version) {
        var names = new TreeSet<String>();
        designs.list().stream().filter(p -> uses(p.pipeline(), library, version)).forEach(p -> names.add("'" + p.name() + "'"));
        deployments.active().stream().filter(d -> uses(designs.open(d.pipeline(), d.revision()).pipeline(), library, version))
                .forEach(d -> names.add("the deployment of '" + d.pipelineName() + "'"));
        fragments.list().stream().flatMap(newest -> fragments.versions(newest.fragment()).stream())
                .filter(v -> fragments.find(v.fragment(), v.version()).filter(f -> uses(f.drawing(), library, version)).isPresent())
                .forEach(v -> names.add("version " + v.version() + " of the fragment '" + v.title() + "'"));
        return List.copyOf(names);
    }

    private static boolean uses(Pipeline pipeline, String library, int version) {
        return pipeline.nodes().values().stream().filter(n -> n.kind().equals(KIND)).anyMatch(n -> named(n)
                .filter(f -> f.library().equals(library) && f.version() == version).isPresent());
    }

    private static Optional<FunctionName> named(Node node) {
        try {
            return node.settings().get("function").map(f -> FunctionName.parse(f.toString()));
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
