package dev.millrace.server.rest;

import dev.millrace.diagnostic.Diagnostics;
import dev.millrace.document.DocumentRefused;
import dev.millrace.pipeline.EditRefused;
import dev.millrace.server.alerts.RuleRefused;
import dev.millrace.server.alerts.UnknownAlert;
import dev.millrace.server.columns.ProposalRefused;
import dev.millrace.server.dashboards.StaleDashboard;
import dev.millrace.server.dashboards.UnknownDashboard;
import dev.millrace.server.deployment.AlreadyDeployed;
import dev.millrace.server.deployment.FlinkGateway;
import dev.millrace.server.deployment.NotDeployable;
import dev.millrace.server.deployment.NotNow;
import dev.millrace.server.deployment.NotOnCluster;
import dev.millrace.server.deployment.ParameterRefused;
import dev.millrace.server.deployment.StartJson;
import dev.millrace.server.deployment.StateWouldBeLost;
import dev.millrace.server.deployment.UnknownDeployment;
import dev.millrace.server.deployment.UnknownParameter;
import dev.millrace.server.deployment.UnknownSavepoint;
import dev.millrace.server.design.StaleRevision;
import dev.millrace.server.design.TagRefused;
import dev.millrace.server.design.UnknownPipeline;
import dev.millrace.server.fragments.NotPublishable;
import dev.millrace.server.functions.LibraryRefused;
import dev.millrace.server.kafka.KafkaUnavailable;
import dev.millrace.server.kafka.TopicRefused;
import dev.millrace.server.kafka.UnknownCluster;
import dev.millrace.server.kafka.UnknownTopic;
import dev.millrace.server.outside.OutsideUnavailable;
import dev.millrace.server.outside.UnknownOutside;
import dev.millrace.server.sample.SampleRefused;
import dev.millrace.server.security.AdministratorsOnly;
import dev.millrace.server.security.SecurityRefused;
import dev.millrace.server.shadow.UnknownShadow;
import dev.millrace.server.templates.TemplateRefused;
import dev.millrace.server.templates.UnknownTemplate;
import dev.millrace.server.templates.ValuesRefused;
import dev.millrace.server.workspaces.UnknownWorkspace;
import dev.millrace.server.workspaces.WorkspaceRefused;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Every refusal as a problem (RFC 9457) that says what is wrong; never a stack trace. */
@RestControllerAdvice(basePackageClasses = Problems.class)
class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    @ExceptionHandler({UnknownPipeline.class, UnknownDeployment.class, UnknownTopic.class, UnknownCluster.class, UnknownTemplate.class, UnknownOutside.class, UnknownSavepoint.class, UnknownParameter.class, UnknownShadow.class, UnknownAlert.class, UnknownDashboard.class, UnknownWorkspace.class, NoSuchThing.class})
    ProblemDetail unknown(RuntimeException e) {
        return problem(HttpStatus.NOT_FOUND, e);
    }

    @ExceptionHandler({DocumentRefused.class, EditRefused.class, BadRequest.class, SecurityRefused.class, TopicRefused.class, ProposalRefused.class, SampleRefused.class, LibraryRefused.class, ParameterRefused.class, RuleRefused.class, TagRefused.class, WorkspaceRefused.class, StartJson.Unreadable.class})
    ProblemDetail bad(RuntimeException e) {
        return problem(HttpStatus.BAD_REQUEST, e);
    }

    @ExceptionHandler ProblemDetail administratorsOnly(AdministratorsOnly e) {
        return problem(HttpStatus.FORBIDDEN, e);
    }

    @ExceptionHandler ProblemDetail revisionRequired(RevisionRequired e) {
        return problem(HttpStatus.PRECONDITION_REQUIRED, e);
    }

    @ExceptionHandler ResponseEntity<ProblemDetail> stale(StaleRevision e) {
        ProblemDetail problem = problem(HttpStatus.PRECONDITION_FAILED, e);
        problem.setProperty("revision", e.current());
        return ResponseEntity.status(HttpStatus.PRECONDITION_FAILED).eTag("\"" + e.current() + "\"").body(problem);
    }

    @ExceptionHandler ResponseEntity<ProblemDetail> staleDashboard(StaleDashboard e) {
        ProblemDetail problem = problem(HttpStatus.PRECONDITION_FAILED, e);
        problem.setProperty("version", e.current());
        return ResponseEntity.status(HttpStatus.PRECONDITION_FAILED).eTag("\"" + e.current() + "\"").body(problem);
    }

    @ExceptionHandler ProblemDetail notDeployable(NotDeployable e) {
        return withDiagnostics(problem(HttpStatus.UNPROCESSABLE_CONTENT, e), e.diagnostics());
    }

    @ExceptionHandler ProblemDetail notPublishable(NotPublishable e) {
        return withDiagnostics(problem(HttpStatus.UNPROCESSABLE_CONTENT, e), e.diagnostics());
    }

    @ExceptionHandler ProblemDetail templateRefused(TemplateRefused e) {
        return withDiagnostics(problem(HttpStatus.UNPROCESSABLE_CONTENT, e), e.diagnostics());
    }

    @ExceptionHandler ProblemDetail valuesRefused(ValuesRefused e) {
        return withDiagnostics(problem(HttpStatus.UNPROCESSABLE_CONTENT, e), e.diagnostics());
    }

    @ExceptionHandler ProblemDetail refused(FlinkGateway.Refused e) {
        return withDiagnostics(problem(HttpStatus.UNPROCESSABLE_CONTENT, e), e.diagnostics());
    }

    @ExceptionHandler ProblemDetail notNow(NotNow e) {
        return problem(HttpStatus.CONFLICT, e);
    }

    @ExceptionHandler ProblemDetail notOnCluster(NotOnCluster e) {
        return problem(HttpStatus.CONFLICT, e);
    }

    @ExceptionHandler ProblemDetail stateWouldBeLost(StateWouldBeLost e) {
        ProblemDetail problem = problem(HttpStatus.CONFLICT, e);
        problem.setProperty("state", StateBody.of(e.outlook(), Map.of()));
        return problem;
    }

    @ExceptionHandler ProblemDetail alreadyDeployed(AlreadyDeployed e) {
        ProblemDetail problem = problem(HttpStatus.CONFLICT, e);
        problem.setProperty("deployment", e.active().id().toString());
        return problem;
    }

    @ExceptionHandler({KafkaUnavailable.class, OutsideUnavailable.class, FlinkGateway.Unreachable.class})
    ProblemDetail unavailable(RuntimeException e) {
        return problem(HttpStatus.SERVICE_UNAVAILABLE, e);
    }

    @ExceptionHandler({DataAccessResourceFailureException.class, CannotCreateTransactionException.class}) ProblemDetail databaseAway(RuntimeException e) {
        LOG.warn("A request found no database: {}", e.getMessage());
        return ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, DatabaseAway.DETAIL);
    }

    @ExceptionHandler ProblemDetail unexpected(Exception e) {
        String number = UUID.randomUUID().toString();
        LOG.error("A request failed unexpectedly ({})", number, e);
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.INTERNAL_SERVER_ERROR,
                "Something unexpected happened; the application's log says more under " + number);
        problem.setProperty("logged", number);
        return problem;
    }

    private static ProblemDetail problem(HttpStatus status, RuntimeException e) {
        return ProblemDetail.forStatusAndDetail(status, e.getMessage());
    }

    private static ProblemDetail withDiagnostics(ProblemDetail problem, Diagnostics diagnostics) {
        problem.setProperty("diagnostics", DiagnosticBody.of(diagnostics));
        return problem;
    }
}
