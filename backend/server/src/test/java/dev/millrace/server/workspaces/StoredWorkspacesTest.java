package dev.millrace.server.workspaces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.millrace.server.TestDatabase;
import dev.millrace.server.design.Author;
import dev.millrace.server.security.AdministratorsOnly;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who sees a workspace, and who changes it. */
class StoredWorkspacesTest {
    private static final Author ADA = Author.of("ada");
    private static final Author BOB = Author.of("bob");
    private static final Author ADMIN = Author.of(TestWorkspaces.ADMINISTRATOR);

    private final HikariDataSource database = TestDatabase.fresh();
    private final Workspaces workspaces = TestWorkspaces.on(database);

    @BeforeEach void people() {
        TestWorkspaces.people(database, "ada", "bob", "carl", "admin");
    }

    @AfterEach void close() {
        database.close();
    }

    private static WorkspaceName name(String text) {
        return new WorkspaceName(text);
    }

    @Test void membersSeeItAndItsOwnerChangesIt() {
        Workspace made = workspaces.create(name("  Analytics "), List.of("bob", "ada"), ADA);
        assertThat(made.name()).isEqualTo("Analytics");
        assertThat(made.owner()).isEqualTo("ada");
        assertThat(made.members()).as("each once").containsExactly("ada", "bob");
        assertThat(workspaces.list("bob")).containsExactly(made);
        assertThat(workspaces.list("carl")).isEmpty();
        assertThatThrownBy(() -> workspaces.get(made.id(), "carl")).isInstanceOf(UnknownWorkspace.class);

        assertThatThrownBy(() -> workspaces.rename(made.id(), name("Mine"), BOB)).isInstanceOf(AdministratorsOnly.class).hasMessageContaining("Only ada or an administrator");
        assertThatThrownBy(() -> workspaces.add(made.id(), "carl", BOB)).isInstanceOf(AdministratorsOnly.class);
        assertThatThrownBy(() -> workspaces.remove(made.id(), "ada", BOB)).isInstanceOf(AdministratorsOnly.class);
        assertThatThrownBy(() -> workspaces.handOn(made.id(), "bob", BOB)).isInstanceOf(AdministratorsOnly.class);
        assertThatThrownBy(() -> workspaces.delete(made.id(), BOB)).isInstanceOf(AdministratorsOnly.class);
        assertThatThrownBy(() -> workspaces.delete(made.id(), Author.of("carl"))).as("who does not see it").isInstanceOf(UnknownWorkspace.class);

        assertThat(workspaces.rename(made.id(), name("Analysis"), ADA).name()).isEqualTo("Analysis");
        assertThat(workspaces.add(made.id(), "carl", ADA).members()).containsExactly("ada", "bob", "carl");
        assertThat(workspaces.add(made.id(), "carl", ADA).members()).as("is in it already").hasSize(3);
        workspaces.remove(made.id(), "carl", ADA);
        assertThat(workspaces.list("carl")).isEmpty();
        assertThatThrownBy(() -> workspaces.remove(made.id(), "carl", ADA)).isInstanceOf(WorkspaceRefused.class).hasMessageContaining("'carl' is no member");
        workspaces.remove(made.id(), "bob", BOB);
        assertThat(workspaces.of("bob")).as("who left").isEmpty();
        workspaces.delete(made.id(), ADA);
        assertThatThrownBy(() -> workspaces.get(made.id(), "ada")).isInstanceOf(UnknownWorkspace.class);
    }

    @Test void anOwnerStaysUntilItIsHandedOn() {
        Workspace made = workspaces.create(name("Analytics"), List.of("bob"), ADA);
        assertThatThrownBy(() -> workspaces.remove(made.id(), "ada", ADA)).isInstanceOf(WorkspaceRefused.class).hasMessageContaining("Make another member the owner first");
        assertThatThrownBy(() -> workspaces.handOn(made.id(), "carl", ADA)).as("no member").isInstanceOf(WorkspaceRefused.class);
        assertThat(workspaces.handOn(made.id(), "bob", ADA).owner()).isEqualTo("bob");
        assertThatThrownBy(() -> workspaces.rename(made.id(), name("Mine"), ADA)).isInstanceOf(AdministratorsOnly.class);
        workspaces.remove(made.id(), "ada", ADA);
        assertThat(workspaces.get(made.id(), "bob").members()).containsExactly("bob");
    }

    @Test void administratorsSeeAllAndHandOnWhatAnOwnerLeftBehind() {
        Workspace made = workspaces.create(name("Analytics"), List.of("bob"), ADA);
        assertThat(workspaces.list("admin")).hasSize(1);
        assertThat(workspaces.of("admin")).as("yet is no member").isEmpty();
        TestWorkspaces.gone(database, "ada");
        Workspace left = workspaces.get(made.id(), "bob");
        assertThat(left.owner()).isEqualTo("ada");
        assertThat(left.members()).containsExactly("bob");
        assertThat(workspaces.handOn(made.id(), "bob", ADMIN).owner()).isEqualTo("bob");
        assertThat(workspaces.add(made.id(), "admin", ADMIN).members()).containsExactly("admin", "bob");
        workspaces.remove(made.id(), "admin", ADMIN);
        workspaces.delete(made.id(), ADMIN);
        assertThat(workspaces.list("bob")).isEmpty();
    }

    @Test void namesAreReadableAndGivenOnce() {
        workspaces.create(name("Analytics"), List.of(), ADA);
        assertThatThrownBy(() -> workspaces.create(name("ANALYTICS"), List.of(), BOB)).isInstanceOf(WorkspaceRefused.class).hasMessageContaining("There is a workspace 'ANALYTICS' already");
        Workspace other = workspaces.create(name("Café <b>1</b>"), List.of(), BOB);
        assertThat(other.name()).isEqualTo("Café <b>1</b>");
        assertThatThrownBy(() -> workspaces.rename(other.id(), name("analytics"), BOB)).isInstanceOf(WorkspaceRefused.class);
        assertThat(workspaces.rename(other.id(), name("CAFÉ <b>1</b>"), BOB).name()).as("only its capital letters").isEqualTo("CAFÉ <b>1</b>");
        for (String wrong : new String[] {null, " \t", "x".repeat(WorkspaceName.LONGEST + 1), "a\nb", "a\u202eb", "a\u200bb", "\ud800"}) {
            assertThatThrownBy(() -> name(wrong)).as(String.valueOf(wrong)).isInstanceOf(WorkspaceRefused.class);
        }
        assertThatThrownBy(() -> workspaces.create(name("Half"), List.of("bob", "nobody"), ADA)).isInstanceOf(WorkspaceRefused.class).hasMessageContaining("no user 'nobody'");
        assertThat(workspaces.list("ada")).as("nothing is made by half").extracting(Workspace::name).containsExactly("Analytics");
    }
}
