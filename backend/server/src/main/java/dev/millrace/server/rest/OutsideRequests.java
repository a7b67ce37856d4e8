package dev.millrace.server.rest;

import dev.millrace.server.outside.DatabaseTables;
import dev.millrace.server.outside.SchemaRegistries;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What schema registries and databases are set up, and what is in them. Addresses and passwords are not told. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Columns")
class OutsideRequests {
    private final SchemaRegistries registries;
    private final DatabaseTables databases;

    OutsideRequests(SchemaRegistries registries, DatabaseTables databases) {
        this.registries = registries;
        this.databases = databases;
    }

    @GetMapping("/registries")
    @Operation(summary = "Names of the schema registries that are set up")
    List<String> registries() {
        return registries.names();
    }

    @GetMapping("/registries/{name}/subjects")
    @Operation(summary = "Subjects of a schema registry")
    List<String> subjects(@PathVariable String name) {
        return registries.subjects(name);
    }

    @GetMapping("/registries/{name}/versions")
    @Operation(summary = "Versions of a subject, oldest first")
    List<Integer> versions(@PathVariable String name, @RequestParam String subject) {
        return registries.versions(name, subject);
    }

    @GetMapping("/databases")
    @Operation(summary = "Names of the databases that are set up")
    List<String> databases() {
        return databases.names();
    }

    @GetMapping("/databases/{name}/tables")
    @Operation(summary = "Tables and views of a database, as a node names them")
    List<String> tables(@PathVariable String name) {
        return databases.tables(name);
    }
}
