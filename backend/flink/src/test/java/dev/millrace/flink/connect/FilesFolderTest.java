package dev.millrace.flink.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilesFolderTest {
    @TempDir
    private Path home;

    @Test
    void foldersLieBelowTheRoot() throws IOException {
        Files.createDirectories(home.resolve("files/orders/2026"));
        var folder = FilesFolder.at(home.resolve("files"));
        assertThat(Path.of(folder.reading("orders/2026").toUri())).isEqualTo(home.resolve("files/orders/2026"));
        assertThat(Path.of(folder.writing("new one").toUri())).isEqualTo(home.resolve("files/new one"));
        assertThat(new FilesFolder(Optional.of(URI.create("s3://bucket/files/"))).writing("a/b").toUri()).isEqualTo(URI.create("s3://bucket/files/a/b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../x", "a/../../x", ".", "a/.."})
    void nobodyGetsOutByDots(String path) throws IOException {
        Files.createDirectories(home.resolve("files"));
        assertThatThrownBy(() -> FilesFolder.at(home.resolve("files")).writing(path)).hasMessageContaining("leads out of the folder for files");
    }

    @Test
    void nobodyGetsOutByALink() throws IOException {
        Files.createDirectories(home.resolve("files"));
        Files.createDirectories(home.resolve("secret"));
        Files.createSymbolicLink(home.resolve("files/link"), home.resolve("secret"));
        assertThatThrownBy(() -> FilesFolder.at(home.resolve("files")).reading("link")).hasMessage("'link' leads out of the folder for files");
        assertThatThrownBy(() -> FilesFolder.at(home.resolve("files")).writing("link/new")).hasMessage("'link/new' leads out of the folder for files");
    }

    @Test
    void whatIsNotThereIsSaid() throws IOException {
        Files.createDirectories(home.resolve("files"));
        assertThatThrownBy(() -> FilesFolder.at(home.resolve("files")).reading("nope")).hasMessage("There is no folder 'nope' below the folder for files");
        assertThatThrownBy(() -> FilesFolder.NONE.writing("x")).hasMessageContaining("millrace.flink.files-dir");
    }
}
