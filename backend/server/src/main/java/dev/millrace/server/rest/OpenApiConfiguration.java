package dev.millrace.server.rest;

import dev.millrace.document.PipelineDocument;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.Map;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

/** Wires the REST interface and its description. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {
    private static final int BEHIND_REQUESTS = 100;
    static final String TOKEN = "token";
    static final String PASSWORD = "password";

    @Bean Documents restDocuments(PipelineDocument documents) {
        return new Documents(documents);
    }

    @Bean OpenAPI millraceApi() {
        return new OpenAPI()
                .info(new Info().title("Millrace").version("1").description("Draw, store, deploy and watch streaming pipelines."))
                .components(new Components()
                        .addSecuritySchemes(TOKEN, new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer"))
                        .addSecuritySchemes(PASSWORD, new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("basic")))
                .addSecurityItem(new SecurityRequirement().addList(TOKEN));
    }

    /** Addresses below /api that name nothing: without this the pages would answer them. Behind the requests, before the pages. */
    @Bean SimpleUrlHandlerMapping unknownRequests() {
        HttpRequestHandler nothing = (request, response) -> SizeLimit.problem(response, 404, "Not Found",
                "There is nothing at this address; the description is at /api/v1/openapi.json");
        return new SimpleUrlHandlerMapping(Map.of("/api/**", nothing), BEHIND_REQUESTS);
    }

    /** Before everything else: a body that is too long is not worth a look at who sent it. */
    @Bean FilterRegistrationBean<SizeLimit> sizeLimit() {
        var registration = new FilterRegistrationBean<>(new SizeLimit());
        registration.addUrlPatterns("/api/*");
        registration.setOrder(Integer.MIN_VALUE + 100);
        return registration;
    }
}
