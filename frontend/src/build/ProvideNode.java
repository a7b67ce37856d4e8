import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Makes sure that the frontend build finds a Node it can use (24 or newer), before it runs. Takes the first that holds: the
 * copy that Vaadin keeps in the user's folder, a Node on the PATH, or the copy in npm's registry, put where Vaadin looks.
 * Where none can be had, Vaadin's own download from nodejs.org is the last resort.
 *
 * <p>Run as: java ProvideNode.java 24.17.0
 */
public final class ProvideNode {
    private static final int OLDEST = 24;

    public static void main(String[] arguments) throws Exception {
        String version = arguments[0];
        Path kept = Path.of(System.getProperty("user.home"), ".vaadin", "node-v" + version);
        if (works(kept.resolve("bin").resolve("node").toString()) || works("node")) {
            return;
        }
        String system = System.getProperty("os.name").toLowerCase().contains("mac") ? "darwin" : "linux";
        String machine = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x64";
        System.out.println("Getting Node " + version + " through npm");
        Files.createDirectories(kept);
        run(List.of("npm", "install", "--global", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", kept.toString(),
                "node-" + system + "-" + machine + "@" + version, "npm@11.19.1"));
        if (!works(kept.resolve("bin").resolve("node").toString())) {
            System.out.println("npm could not provide Node; Vaadin will try nodejs.org");
        }
    }

    private static boolean works(String node) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(node, "--version").redirectErrorStream(true).start();
            String answer = new String(process.getInputStream().readAllBytes()).strip();
            process.waitFor(10, TimeUnit.SECONDS);
            return answer.matches("v\\d+\\..*") && Integer.parseInt(answer.substring(1, answer.indexOf('.'))) >= OLDEST;
        } catch (IOException e) {
            return false;
        }
    }

    private static void run(List<String> command) throws InterruptedException {
        try {
            new ProcessBuilder(command).inheritIO().start().waitFor(5, TimeUnit.MINUTES);
        } catch (IOException e) {
            System.out.println("npm is not installed: " + e.getMessage());
        }
    }
}
