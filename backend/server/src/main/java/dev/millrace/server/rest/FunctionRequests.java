package dev.millrace.server.rest;

import dev.millrace.rel.UserFunction;
import dev.millrace.server.design.Author;
import dev.millrace.server.functions.FunctionService;
import dev.millrace.server.functions.Library;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Libraries of functions in Java. */
@RestController
@RequestMapping("/api/v1/functions")
@Tag(name = "Functions")
class FunctionRequests {
    static final String PATH = "/api/v1/functions/";
    private final FunctionService functions;

    FunctionRequests(FunctionService functions) {
        this.functions = functions;
    }

    /** @param takesNull where not, the function is not called for NULL, and the result is NULL */
    record ParameterBody(String name, String type, boolean takesNull) {}

    /** @param function what the setting of a node names it by */
    record FunctionBody(String function, List<ParameterBody> parameters, String result, String className) {
        static FunctionBody of(UserFunction f) {
            return new FunctionBody(f.reference(), f.parameters().stream().map(p -> new ParameterBody(p.name(), p.type().toString(), p.takesNull())).toList(), f.result().toString(),
                    f.className());
        }
    }

    /** @param size in bytes */
    record LibraryBody(String library, int version, String sha256, long size, String author, Instant uploadedAt, List<FunctionBody> functions) {
        static LibraryBody of(Library l) {
            return new LibraryBody(l.name(), l.version(), l.sha256(), l.size(), l.author(), l.at(), l.functions().stream().map(FunctionBody::of).toList());
        }
    }

    @GetMapping
    @Operation(summary = "All versions of all libraries with their functions, of each the newest first")
    List<LibraryBody> list() {
        return functions.list().stream().map(LibraryBody::of).toList();
    }

    @PostMapping(path = "/{library}", consumes = {"application/java-archive", "application/octet-stream"})
    @Operation(summary = "Upload a jar as the next version of a library; for administrators")
    ResponseEntity<LibraryBody> upload(@PathVariable String library, @RequestBody byte[] jar, Principal caller) {
        Library uploaded = functions.upload(library, jar, Author.of(caller.getName()));
        return ResponseEntity.created(URI.create(PATH + uploaded.name() + "/versions/" + uploaded.version())).body(LibraryBody.of(uploaded));
    }

    @DeleteMapping("/{library}/versions/{version}")
    @Operation(summary = "Delete a version that nobody uses; for administrators")
    ResponseEntity<Void> delete(@PathVariable String library, @PathVariable int version, Principal caller) {
        functions.delete(library, version, Author.of(caller.getName()));
        return ResponseEntity.noContent().build();
    }
}
