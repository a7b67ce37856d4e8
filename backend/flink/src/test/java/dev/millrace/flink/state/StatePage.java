package dev.millrace.flink.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.state.StateVerdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** The table of edits for people, docs/state.md: what is said of each, as it was seen to be true. */
final class StatePage {
    private static final Path PAGE = Path.of("../../docs/state.md");
    private static final String BEGINS = "<!-- The table below is written by EditsKeepStateTest: run it with -Dwrite=true. -->\n";

    private StatePage() {}

    /** Lines of the table for one edit: of each node of which there is more to say than that it stays. */
    static List<String> lines(String edit, Collection<StateVerdict> verdicts) {
        var lines = new ArrayList<String>();
        for (StateVerdict v : verdicts) {
            boolean kept = v.outcome() == StateVerdict.Outcome.KEPT;
            if (!kept || !v.notes().isEmpty()) {
                lines.add("| " + cell(edit) + " | `" + v.node() + "`: " + v.outcome().name().toLowerCase(Locale.ROOT) + " | " + cell(kept ? String.join(". ", v.notes()) : v.reason()) + " |");
            }
        }
        if (lines.isEmpty()) {
            lines.add("| " + cell(edit) + " | all: kept | |");
        }
        return lines;
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("`", "'").replace("\n", " ");
    }

    static void check(List<String> lines) throws IOException {
        String page = Files.readString(PAGE);
        String expected = page.substring(0, page.indexOf(BEGINS) + BEGINS.length()) + "\n| Edit | What is said | Why, or what changes |\n|---|---|---|\n" + String.join("\n", lines) + "\n";
        if (Boolean.getBoolean("write")) {
            Files.writeString(PAGE, expected);
        }
        assertThat(page).as("docs/state.md is out of date: run the test with -Dwrite=true").isEqualTo(expected);
    }
}
