package dev.millrace.server.rest;

import dev.millrace.server.design.Author;
import dev.millrace.server.templates.Templates;
import dev.millrace.server.workspaces.Workspace;
import dev.millrace.server.workspaces.WorkspaceName;
import dev.millrace.server.workspaces.Workspaces;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Workspaces over REST: named groups of people, to whose members templates are published. */
@RestController
@RequestMapping("/api/v1/workspaces")
@Tag(name = "Workspaces")
class WorkspaceRequests {
    private final Workspaces workspaces;
    private final Templates templates;

    WorkspaceRequests(Workspaces workspaces, Templates templates) {
        this.workspaces = workspaces;
        this.templates = templates;
    }

    /** @param link its page @param owner who may change it, beside administrators @param members names of users, the owner among them */
    record Body(String id, String name, String owner, List<String> members, String link, Instant createdAt) {
        static Body of(Workspace w) {
            return new Body(w.id().toString(), w.name(), w.owner(), w.members(), "/workspaces/" + w.id(), w.createdAt());
        }
    }

    /** @param members who is in it beside the caller; may be left out */
    record Wish(String name, List<String> members) {}

    record Name(String name) {}

    /** @param user the name of a member */
    record Owner(String user) {}

    /** A template that the members of a workspace see by it. */
    record Listed(String id, String title, int version, String owner) {}

    @GetMapping
    @Operation(summary = "The workspaces that you are a member of, by name; for administrators all")
    List<Body> list(Principal caller) {
        return workspaces.list(caller.getName()).stream().map(Body::of).toList();
    }

    @PostMapping
    @Operation(summary = "Make a workspace, which you own. Names are given once; 'members' are names of users, and you are one of them without being named")
    ResponseEntity<Body> create(@RequestBody Wish wish, Principal caller) {
        List<String> members = wish.members() == null ? List.of() : wish.members();
        if (members.stream().anyMatch(Objects::isNull)) {
            throw new BadRequest("'members' is a list of names of users");
        }
        Workspace made = workspaces.create(new WorkspaceName(wish.name()), members, by(caller));
        return ResponseEntity.created(URI.create("/api/v1/workspaces/" + made.id())).body(Body.of(made));
    }

    @GetMapping("/{id}")
    @Operation(summary = "A workspace with its members")
    Body get(@PathVariable String id, Principal caller) {
        return Body.of(workspaces.get(Ids.workspace(id), caller.getName()));
    }

    @PutMapping("/{id}")
    @Operation(summary = "Rename a workspace. For its owner and administrators")
    Body rename(@PathVariable String id, @RequestBody Name name, Principal caller) {
        return Body.of(workspaces.rename(Ids.workspace(id), new WorkspaceName(name.name()), by(caller)));
    }

    @PutMapping("/{id}/owner")
    @Operation(summary = "Hand a workspace on to one of its members; who owned it stays a member. For its owner and administrators")
    Body handOn(@PathVariable String id, @RequestBody Owner owner, Principal caller) {
        if (owner.user() == null) {
            throw new BadRequest("'user' is missing: the member who shall own the workspace");
        }
        return Body.of(workspaces.handOn(Ids.workspace(id), owner.user(), by(caller)));
    }

    @PutMapping("/{id}/members/{user}")
    @Operation(summary = "Add a user to a workspace. For its owner and administrators")
    Body add(@PathVariable String id, @PathVariable String user, Principal caller) {
        return Body.of(workspaces.add(Ids.workspace(id), user, by(caller)));
    }

    @DeleteMapping("/{id}/members/{user}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Take a user out of a workspace, or leave it by naming yourself. Pipelines that were made of its templates stay")
    void remove(@PathVariable String id, @PathVariable String user, Principal caller) {
        workspaces.remove(Ids.workspace(id), user, by(caller));
    }

    @GetMapping("/{id}/templates")
    @Operation(summary = "The templates that its members see by it. If it were deleted, only their owners would see them")
    List<Listed> templates(@PathVariable String id, Principal caller) {
        return templates.in(Ids.workspace(id), caller.getName()).stream().map(t -> new Listed(t.id(), t.title(), t.version(), t.owner())).toList();
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Delete a workspace; its templates are seen by their owners alone from then on. For its owner and administrators")
    void delete(@PathVariable String id, Principal caller) {
        workspaces.delete(Ids.workspace(id), by(caller));
    }

    private static Author by(Principal caller) {
        return Author.of(caller.getName());
    }
}
