package dev.millrace.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.server.embedded.StartRefused;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamedFlinksTest {
    private static NamedFlinks at(String name, String url) {
        return new NamedFlinks(Map.of(name, new NamedFlinks.Named(url, "")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:8081", "http://localhost:8081/", "http://[::1]:8081"})
    void theFlinkInThisProcessHasANameAlready(String url) {
        assertThatThrownBy(() -> at("twin", url).checked(OptionalInt.of(8081))).isInstanceOf(StartRefused.class)
                .hasMessageContaining("'twin'").hasMessageContaining("is the one that Millrace starts itself").hasMessageContaining("Take millrace.flink.clusters.twin away");
        assertThat(at("twin", url).checked(OptionalInt.of(8082)).clusters()).containsOnlyKeys("twin");
        assertThat(at("twin", url).checked(OptionalInt.empty()).clusters()).as("there is none in this process").containsOnlyKeys("twin");
    }

    @Test void namesAndAddressesMakeSense() {
        assertThatThrownBy(() -> at("default", "http://west:8081").checked(OptionalInt.empty())).isInstanceOf(StartRefused.class).hasMessageContaining("Choose another name");
        assertThatThrownBy(() -> at("West!", "http://west:8081").checked(OptionalInt.empty())).isInstanceOf(StartRefused.class).hasMessageContaining("lower-case");
        assertThatThrownBy(() -> at("west", "west:8081").checked(OptionalInt.empty())).isInstanceOf(StartRefused.class).hasMessageContaining("no address");
        assertThat(at("west", "http://west:8081").checked(OptionalInt.of(8081)).clusters()).containsOnlyKeys("west");
    }
}
