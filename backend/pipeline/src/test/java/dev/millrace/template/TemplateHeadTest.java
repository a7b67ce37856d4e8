package dev.millrace.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TemplateHeadTest {
    @Test void isReadAsItIsWritten() {
        var head = new TemplateHead(Optional.of("late-flights-k3x9qa"), 2, Optional.of("ada"), List.of("windows", "event time"), List.of("a table of airports"),
                Optional.of("millrace-dashboard: 1\ntitle: Late\n\ntiles:\n  - version: 7\n"));
        assertThat(TemplateHead.read(head.write() + "millrace: 1\n# tags: later\n")).isEqualTo(head);
    }

    @Test void whatIsNotKnownOrNoTagIsLeftOut() {
        TemplateHead head = TemplateHead.read("""
                # Shipped with the application
                # tags: windows, <b>bold</b>, windows, C++,, Zeitfenster für Flüge
                # version: -3
                # template: ../../etc/passwd
                # colour: red
                millrace: 1
                """);
        assertThat(head.tags()).containsExactly("windows", "C++", "Zeitfenster für Flüge");
        assertThat(head.version()).isEqualTo(1);
        assertThat(head.id()).isEmpty();
        assertThat(head.author()).isEmpty();
    }

    @Test void aNameOfSeveralLinesCannotAddLines() {
        var head = new TemplateHead(Optional.empty(), 1, Optional.of("ada\nmillrace: 2"), List.of(), List.of(), Optional.empty());
        assertThat(head.write().lines()).hasSize(2).allMatch(line -> line.startsWith("#"));
    }
}
