package dev.millrace.template;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the file of a template says beside the pipeline document: comments in its first lines. Title and description are the pipeline's own.
 * What is not known here is left out.
 *
 * <pre>
 *   # template: late-flights-k3x9qa
 *   # version: 2
 *   # author: ada
 *   # tags: windows, event time
 *   # needs: a table of airports
 *   # dashboard:
 *   #   millrace-dashboard: 1
 *   #   title: Late flights
 *   millrace: 1
 *   name: Late flights
 * </pre>
 *
 * @param id what the template is called in links; empty: it has none yet
 * @param author empty: nobody is named
 * @param needs what people should have beside what follows from the drawing, each a few words
 * @param dashboard the document of a dashboard for pipelines that are made of it, as it stands there; empty: it brings none
 */
public record TemplateHead(Optional<String> id, int version, Optional<String> author, List<String> tags, List<String> needs, Optional<String> dashboard) {
    /** Tags beyond these are left out. */
    public static final int MOST_TAGS = 10;
    /** Letters and digits of any script, in a few words. */
    private static final Pattern TAG = Pattern.compile("[\\p{L}\\p{N}](?:[\\p{L}\\p{N} .+#/-]{0,28}[\\p{L}\\p{N}+#])?");
    private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,5}");
    private static final String DASHBOARD = "# dashboard:";
    /** Lines of the dashboard begin so; no other line of a head does. */
    private static final String INNER = "#  ";
    private static final int INDENT = 4;
    private static final int LONGEST_ID = 80;
    private static final int LONGEST_WORDS = 200;

    public TemplateHead {
        tags = List.copyOf(tags);
        needs = List.copyOf(needs);
    }

    /** Reads the comments that a file begins with. */
    public static TemplateHead read(String text) {
        Map<String, String> lines = new LinkedHashMap<>();
        text.lines().takeWhile(line -> line.startsWith("#")).filter(line -> !line.startsWith(INNER)).forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                lines.putIfAbsent(line.substring(1, colon).strip(), words(line.substring(colon + 1)));
            }
        });
        return new TemplateHead(Optional.ofNullable(lines.get("template")).filter(TemplateHead::isId),
                Optional.ofNullable(lines.get("version")).filter(v -> VERSION.matcher(v).matches()).map(Integer::parseInt).orElse(1),
                Optional.ofNullable(lines.get("author")).filter(a -> !a.isEmpty()),
                split(lines.get("tags")).stream().filter(TemplateHead::isTag).limit(MOST_TAGS).toList(), split(lines.get("needs")),
                dashboard(text));
    }

    private static Optional<String> dashboard(String text) {
        List<String> lines = text.lines().takeWhile(line -> line.startsWith("#")).dropWhile(line -> !line.stripTrailing().equals(DASHBOARD)).skip(1)
                .takeWhile(line -> line.startsWith(INNER) || line.strip().equals("#")).map(line -> line.length() <= INDENT ? "" : line.substring(INDENT)).toList();
        return lines.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", lines).stripTrailing() + "\n");
    }

    /** As {@link #read} reads it, ending with a line break. */
    public String write() {
        var lines = new ArrayList<String>();
        id.ifPresent(name -> lines.add("# template: " + name));
        lines.add("# version: " + version);
        author.ifPresent(name -> lines.add("# author: " + words(name)));
        if (!tags.isEmpty()) {
            lines.add("# tags: " + String.join(", ", tags));
        }
        if (!needs.isEmpty()) {
            lines.add("# needs: " + String.join(", ", needs.stream().map(TemplateHead::words).toList()));
        }
        dashboard.ifPresent(document -> {
            lines.add(DASHBOARD);
            document.lines().forEach(line -> lines.add(line.isEmpty() ? "#" : "#" + " ".repeat(INDENT - 1) + line));
        });
        return String.join("\n", lines) + "\n";
    }

    /** Whether a template can be called so in links. */
    public static boolean isId(String text) {
        return text.length() <= LONGEST_ID && ID.matcher(text).matches();
    }

    public static boolean isTag(String text) {
        return TAG.matcher(text).matches();
    }

    /** Tags as people write them, with commas between; each once. */
    public static List<String> split(String text) {
        return text == null ? List.of() : Arrays.stream(text.split(",")).map(String::strip).filter(t -> !t.isEmpty()).distinct().toList();
    }

    /** One line of printable text. */
    private static String words(String text) {
        String line = text.replaceAll("\\p{Cntrl}", " ").strip();
        return line.length() <= LONGEST_WORDS ? line : line.substring(0, LONGEST_WORDS);
    }
}
