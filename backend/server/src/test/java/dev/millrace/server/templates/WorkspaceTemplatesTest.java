package dev.millrace.server.templates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.millrace.pipeline.NodeId;
import dev.millrace.pipeline.PipelineEdit;
import dev.millrace.server.TestDatabase;
import dev.millrace.server.TestPipelines;
import dev.millrace.server.design.Author;
import dev.millrace.server.design.Design;
import dev.millrace.server.design.Instance;
import dev.millrace.server.workspaces.TestWorkspaces;
import dev.millrace.server.workspaces.UnknownWorkspace;
import dev.millrace.server.workspaces.Workspace;
import dev.millrace.server.workspaces.WorkspaceName;
import dev.millrace.server.workspaces.Workspaces;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Templates for the members of a workspace: nobody else sees them, and who is taken out does not either. */
class WorkspaceTemplatesTest {
    private static final Author ADA = Author.of("ada");
    private static final Author BOB = Author.of("bob");
    private static final Author CARL = Author.of("carl");
    private static final Author ADMIN = Author.of(TestTemplates.ADMINISTRATOR);

    private final Instance instance = new Instance(TestDatabase.freshUrl());
    private final Templates templates = TestTemplates.on(instance);
    private final Workspaces workspaces = TestWorkspaces.on(instance.database);
    private Design flights;
    private Workspace team;

    @BeforeEach void people() {
        TestWorkspaces.people(instance.database, "ada", "bob", "carl", "admin");
        flights = instance.designs.create("Flights", TestPipelines.demoTo("flights"), ADA);
        team = workspaces.create(new WorkspaceName("Airport"), List.of("bob"), ADA);
    }

    @AfterEach void close() {
        instance.close();
    }

    private Publication publication(Optional<String> template, Reach reach) {
        return new Publication(flights.id(), flights.revision(), template, "Flights", "", List.of(), reach, "", Optional.empty(), List.of());
    }

    private void faster(long rows) {
        flights = instance.designs.edit(flights.id(), new PipelineEdit.SetSetting(new NodeId("flights"), "rowsPerSecond", Optional.of(rows)), flights.revision(), ADA).design();
    }

    private List<String> seenBy(String user) {
        return templates.list(user).stream().filter(t -> !t.isShipped()).map(Template::id).toList();
    }

    @Test void onlyMembersSeeItAndWhoIsTakenOutKeepsWhatTheyMade() {
        Template made = templates.publish(publication(Optional.empty(), Reach.members(team)), ADA);
        assertThat(made.reach()).isEqualTo(new Reach.Members(team.id(), "Airport"));
        assertThat(seenBy("bob")).containsExactly(made.id());
        for (String other : List.of("carl", "admin")) {
            assertThat(seenBy(other)).as(other).isEmpty();
            assertThatThrownBy(() -> templates.get(made.id(), other)).isInstanceOf(UnknownTemplate.class);
            assertThatThrownBy(() -> templates.versions(made.id(), other)).isInstanceOf(UnknownTemplate.class);
            assertThatThrownBy(() -> templates.file(made.id(), other)).isInstanceOf(UnknownTemplate.class);
            assertThatThrownBy(() -> templates.createFrom(made.id(), "Mine", Map.of(), Author.of(other))).isInstanceOf(UnknownTemplate.class);
            assertThatThrownBy(() -> templates.withdraw(made.id(), Author.of(other))).isInstanceOf(UnknownTemplate.class);
            assertThat(templates.madeOf(flights.id(), other)).as(other).isEmpty();
        }
        assertThat(templates.mayChange(made, "bob")).as("a member uses it, and no more").isFalse();

        Design his = templates.createFrom(made.id(), "His", Map.of(), BOB);
        faster(7);
        templates.publish(publication(Optional.of(made.id()), Reach.members(team)), ADA);
        assertThat(templates.newer(his.id(), "bob")).isPresent();
        workspaces.remove(team.id(), "bob", ADA);
        assertThat(seenBy("bob")).isEmpty();
        assertThat(templates.newer(his.id(), "bob")).as("is not told of what he cannot see").isEmpty();
        assertThat(instance.designs.open(his.id()).pipeline().nodes()).as("his pipeline stays").isNotEmpty();
        assertThat(templates.origin(his.id())).isPresent();
    }

    @Test void onlyMembersPublishToAWorkspace() {
        assertThatThrownBy(() -> templates.publish(publication(Optional.empty(), Reach.members(team)), CARL)).isInstanceOf(TemplateRefused.class)
                .hasMessageContaining("Only members of the workspace 'Airport' publish to it");
        assertThatThrownBy(() -> templates.publish(publication(Optional.empty(), Reach.members(team)), ADMIN)).as("administrators neither").isInstanceOf(TemplateRefused.class);

        // Whose template it is sees it also when taken out; its next version is for somebody else.
        Template bobs = templates.publish(publication(Optional.empty(), Reach.members(team)), BOB);
        workspaces.remove(team.id(), "bob", BOB);
        assertThat(seenBy("bob")).containsExactly(bobs.id());
        assertThat(seenBy("ada")).containsExactly(bobs.id());
        faster(7);
        assertThatThrownBy(() -> templates.publish(publication(Optional.of(bobs.id()), Reach.members(team)), BOB)).isInstanceOf(TemplateRefused.class);
        assertThat(templates.publish(publication(Optional.of(bobs.id()), Reach.ONLY_ME), BOB).version()).isEqualTo(2);
        assertThat(seenBy("ada")).isEmpty();
        assertThat(templates.publish(publication(Optional.of(bobs.id()), Reach.EVERYBODY), BOB).version()).as("another reach alone is a change").isEqualTo(3);
        assertThat(seenBy("carl")).containsExactly(bobs.id());
        assertThatThrownBy(() -> templates.publish(publication(Optional.of(bobs.id()), Reach.ONLY_ME), ADMIN)).as("nobody hides what is somebody else's").isInstanceOf(TemplateRefused.class)
                .hasMessageContaining("Only bob can keep");
    }

    @Test void aFileIsBroughtToAWorkspace() {
        Template made = templates.publish(publication(Optional.empty(), Reach.ONLY_ME), ADA);
        String file = templates.file(made.id(), "ada").replace("name: Flights", "name: Brought flights");
        assertThatThrownBy(() -> templates.take(file, Reach.members(team), CARL)).isInstanceOf(TemplateRefused.class).hasMessageContaining("Only members");
        Template brought = templates.take(file, Reach.members(team), BOB);
        assertThat(templates.get(brought.id(), "ada").title()).isEqualTo("Brought flights");
        assertThat(seenBy("carl")).isEmpty();
    }

    @Test void aWorkspaceThatIsDeletedLeavesItsTemplatesToTheirOwners() {
        Template adas = templates.publish(publication(Optional.empty(), Reach.members(team)), ADA);
        Template bobs = templates.publish(publication(Optional.empty(), Reach.members(team)), BOB);
        templates.publish(publication(Optional.empty(), Reach.EVERYBODY), CARL);
        workspaces.rename(team.id(), new WorkspaceName("Airfield"), ADA);
        assertThat(templates.get(adas.id(), "bob").reach()).isEqualTo(new Reach.Members(team.id(), "Airfield"));
        assertThat(templates.in(team.id(), "bob")).extracting(Template::id, Template::owner).containsExactly(tuple(adas.id(), "ada"),
                tuple(bobs.id(), "bob"));
        assertThat(templates.in(team.id(), ADMIN.name())).as("who deletes is told what of").hasSize(2);
        assertThatThrownBy(() -> templates.in(team.id(), "carl")).isInstanceOf(UnknownWorkspace.class);
        workspaces.delete(team.id(), ADA);
        assertThat(templates.get(adas.id(), "ada").reach()).isEqualTo(Reach.ONLY_ME);
        assertThat(templates.get(bobs.id(), "bob").reach()).isEqualTo(Reach.ONLY_ME);
        assertThatThrownBy(() -> templates.get(adas.id(), "bob")).isInstanceOf(UnknownTemplate.class);
    }
}
