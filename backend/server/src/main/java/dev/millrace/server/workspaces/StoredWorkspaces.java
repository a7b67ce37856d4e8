package dev.millrace.server.workspaces;

import dev.millrace.server.design.Author;
import dev.millrace.server.security.AdministratorsOnly;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Workspaces in PostgreSQL, and who may do what with them. */
final class StoredWorkspaces implements Workspaces {
    private static final Logger LOG = LoggerFactory.getLogger(StoredWorkspaces.class);
    private static final String ROW = """
            select w.id, w.name, w.owner, w.created_at, array(select m.member from workspace_member m where m.workspace = w.id order by m.member) as members
            from workspace w
            """;
    private static final String JOINED = " exists (select from workspace_member j where j.workspace = w.id and j.member = :viewer) ";
    private static final String BY_NAME = " order by lower(w.name)";

    private final JdbcClient jdbc;
    private final Predicate<String> administrators;
    private final TransactionTemplate transaction;

    /** @param administrators whether a user is one */
    StoredWorkspaces(JdbcClient jdbc, Predicate<String> administrators, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.administrators = administrators;
        this.transaction = transaction;
    }

    @Override public List<Workspace> list(String viewer) {
        return administrators.test(viewer) ? jdbc.sql(ROW + BY_NAME).query(StoredWorkspaces::row).list() : of(viewer);
    }

    @Override public List<Workspace> of(String member) {
        return jdbc.sql(ROW + "where" + JOINED + BY_NAME).param("viewer", member).query(StoredWorkspaces::row).list();
    }

    @Override public Workspace get(WorkspaceId id, String viewer) {
        return seen(id, viewer, "");
    }

    /** @param lock so that two who change a workspace come one after the other */
    private Workspace seen(WorkspaceId id, String viewer, String lock) {
        return jdbc.sql(ROW + "where w.id = :id and (:all or" + JOINED + ") " + lock).param("id", id.value()).param("all", administrators.test(viewer)).param("viewer", viewer)
                .query(StoredWorkspaces::row).optional().orElseThrow(() -> new UnknownWorkspace(id));
    }

    @Override public boolean mayChange(Workspace workspace, String user) {
        return workspace.isOwnedBy(user) || administrators.test(user);
    }

    @Override public Workspace create(WorkspaceName name, List<String> members, Author author) {
        WorkspaceId id = WorkspaceId.random();
        named(name, () -> transaction.executeWithoutResult(status -> {
            jdbc.sql("insert into workspace (id, name, owner) values (?, ?, ?)").params(id.value(), name.value(), author.name()).update();
            join(id, author.name());
            members.forEach(member -> join(id, member));
            roomIn(get(id, author.name()), 0);
        }));
        LOG.info("{} made the workspace {}", author.name(), id);
        return get(id, author.name());
    }

    @Override public Workspace rename(WorkspaceId id, WorkspaceName name, Author author) {
        named(name, () -> change(id, author, now -> jdbc.sql("update workspace set name = ? where id = ?").params(name.value(), id.value()).update()));
        return get(id, author.name());
    }

    @Override public Workspace add(WorkspaceId id, String user, Author author) {
        change(id, author, now -> {
            if (!now.has(user)) {
                roomIn(now, 1);
                join(id, user);
                LOG.info("{} added {} to the workspace {}", author.name(), user, id);
            }
        });
        return get(id, author.name());
    }

    @Override public void remove(WorkspaceId id, String user, Author author) {
        transaction.executeWithoutResult(status -> {
            Workspace now = user.equals(author.name()) ? seen(id, user, "for update of w") : permitted(id, author);
            member(now, user);
            if (now.isOwnedBy(user)) {
                throw new WorkspaceRefused("'" + user + "' owns the workspace '" + now.name() + "' and stays in it. Make another member the owner first, or delete the workspace");
            }
            jdbc.sql("delete from workspace_member where workspace = ? and member = ?").params(id.value(), user).update();
        });
        LOG.info("{} took {} out of the workspace {}", author.name(), user, id);
    }

    @Override public Workspace handOn(WorkspaceId id, String member, Author author) {
        change(id, author, now -> {
            member(now, member);
            jdbc.sql("update workspace set owner = ? where id = ?").params(member, id.value()).update();
        });
        LOG.info("{} made {} the owner of the workspace {}", author.name(), member, id);
        return get(id, author.name());
    }

    @Override public void delete(WorkspaceId id, Author author) {
        change(id, author, now -> jdbc.sql("delete from workspace where id = ?").param(id.value()).update());
        LOG.info("{} deleted the workspace {}", author.name(), id);
    }

    private void change(WorkspaceId id, Author author, Consumer<Workspace> change) {
        transaction.executeWithoutResult(status -> change.accept(permitted(id, author)));
    }

    private Workspace permitted(WorkspaceId id, Author author) {
        Workspace now = seen(id, author.name(), "for update of w");
        if (!mayChange(now, author.name())) {
            throw new AdministratorsOnly("Only " + now.owner() + " or an administrator may change the workspace '" + now.name() + "'");
        }
        return now;
    }

    private void join(WorkspaceId id, String user) {
        jdbc.sql("select from app_user where name = ? for key share").param(user).query((row, n) -> 1).optional()
                .orElseThrow(() -> new WorkspaceRefused("There is no user '" + shortened(user) + "' here. Names of users are written in small letters"));
        jdbc.sql("insert into workspace_member (workspace, member) values (?, ?) on conflict do nothing").params(id.value(), user).update();
    }

    private static void member(Workspace workspace, String user) {
        if (!workspace.has(user)) {
            throw new WorkspaceRefused("'" + shortened(user) + "' is no member of the workspace '" + workspace.name() + "'");
        }
    }

    private static void roomIn(Workspace workspace, int more) {
        if (workspace.members().size() + more > MOST_MEMBERS) {
            throw new WorkspaceRefused("A workspace has at most " + MOST_MEMBERS + " members. What is for more people is for everybody");
        }
    }

    private static void named(WorkspaceName name, Runnable change) {
        try {
            change.run();
        } catch (DuplicateKeyException taken) {
            throw new WorkspaceRefused("There is a workspace '" + name + "' already. Choose another name, or have its owner make you a member");
        }
    }

    private static Workspace row(ResultSet row, int number) throws SQLException {
        return new Workspace(new WorkspaceId(row.getObject("id", UUID.class)), row.getString("name"), row.getString("owner"), List.of((String[]) row.getArray("members").getArray()),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }

    private static String shortened(String text) {
        return text.length() <= 63 ? text : text.substring(0, 62) + "…";
    }
}
