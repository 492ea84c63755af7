import Backend
import Logging
import ReadModels

extension GatewayParts {
    init(
        _ backend: Backend, _ configuration: GatewayConfiguration, keys: KeyRing, logger: Logger
    ) throws {
        let verifier = TokenVerifier(
            keys: keys, issuer: configuration.issuer, audience: configuration.audience)
        self.init(
            log: backend.log, lanes: backend.lanes,
            queries: Queries(pool: backend.readers, log: backend.log, vault: backend.vault),
            projections: backend.projections, pool: backend.readers,
            sessions: BrowserSessions(pool: backend.readers, verifier: verifier),
            pages: try PageTemplates(), publicTenant: configuration.publicTenant,
            trustsProxy: configuration.trustsProxy,
            streams: StreamCount(limit: configuration.limits.streams),
            unanswered: UnansweredRequests(),
            hub: StreamHub(
                log: backend.log, projections: backend.projections,
                interval: min(
                    configuration.limits.heartbeat ?? TopicFeed.pollInterval,
                    TopicFeed.pollInterval),
                logger: logger),
            heartbeat: configuration.limits.heartbeat, logger: logger)
    }

    /// Everything that is answered on the main port; the API's document describes exactly this.
    func endpoints(_ health: HealthEndpoints) -> [Endpoint] {
        let described =
            CommandEndpoints(parts: self).all + ReadEndpoints(parts: self).all
            + StreamEndpoint(parts: self).all + health.all + ProblemPages(pages: pages).all
        let document = APIDocument(endpoints: described)
        return described + document.all + PageEndpoints(parts: self).all
    }
}
