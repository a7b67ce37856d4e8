package dev.millrace.kind.operator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPathTest {
    @Test
    void everySpellingOfAPathBecomesOne() {
        assertThat(JsonPath.read("user.id")).contains("$['user']['id']");
        assertThat(JsonPath.read("$.user.id")).contains("$['user']['id']");
        assertThat(JsonPath.read("tags[01]")).contains("$['tags'][1]");
        assertThat(JsonPath.read("['first name'][\"x y\"].z")).contains("$['first name']['x y']['z']");
        assertThat(JsonPath.read("$[0]")).contains("$[0]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "$", ".a", "a.", "a..b", "a b", "a[", "a[-1]", "a[1", "$.*", "$..a", "a[?(@.x)]", "['a\\'b']", "[\"it's\"]", "lax $.a", "a') FROM x --", "ab$"})
    void whatIsNoPathIsRefused(String text) {
        assertThat(JsonPath.read(text)).isEmpty();
    }
}
