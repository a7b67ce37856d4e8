package dev.millrace.kind.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.rel.HttpLookup.Part;
import java.util.List;
import org.junit.jupiter.api.Test;

class PathTemplateTest {
    @Test
    void columnsStandInBraces() {
        assertThat(PathTemplate.parse(" /a/{ my id }?x={b}&y=%20 ")).isEqualTo(List.of(new Part.Literal("/a/"), new Part.Value("my id"),
                new Part.Literal("?x="), new Part.Value("b"), new Part.Literal("&y=%20")));
    }

    @Test
    void onlyPlacesBelowTheAddressCanBeNamed() {
        for (String path : List.of("", "a", "http://x/", "@evil.example/", ":80/", "/a/../b", "/..", "/%2e%2E/b", "/./b", "/a b", "/a\r\nX: y", "/a#b", "/{", "/{}", "/{{a}}",
                "/%zz", "\\\\x", "/" + "a".repeat(3_000))) {
            assertThatThrownBy(() -> PathTemplate.parse(path)).as(path).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
