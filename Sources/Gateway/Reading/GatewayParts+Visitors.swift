import EventSourcing
import EventStorage
import ReadModels

extension GatewayParts {
    /// Whose rights count: the caller's, or a visitor's of the public pages.
    func viewer(orVisitor caller: Caller?) async throws -> Viewer {
        try await viewer(orVisitor: caller, of: tenant(orVisited: caller))
    }

    private func viewer(orVisitor caller: Caller?, of tenant: TenantID) async throws -> Viewer {
        if let caller { return try await viewer(caller) }
        try await requireReadable(tenant)
        return try await visitor(of: tenant)
    }

    /// Answers a question out of the log with the same rights: through where it stands now, or
    /// through the last event before the first that may change rights or names and is not shown
    /// after `patience`.
    ///
    /// Arbiters ask for a tournament right after they, or a player, have changed it.
    ///
    /// - Throws: `Problem` `projection-behind` where there is no such thing as far as the rights go,
    ///   and the log goes on behind them.
    func answer<Answer>(
        orVisitor caller: Caller?, of tenant: TenantID, _ ask: (Viewer) async throws -> Answer
    ) async throws -> Answer {
        let head = try await log.open(tenant, commands: []).head
        var viewer = try await viewer(orVisitor: caller, of: tenant, withRightsThrough: head)
        if viewer.position < head {
            _ = await projections.reached(tenant, head, within: Self.patience)
            viewer = try await self.viewer(
                orVisitor: caller, of: tenant, withRightsThrough: head)
        }
        do {
            return try await ask(viewer)
        } catch QueryFailure.notFound where viewer.position < head {
            throw Problem(notShownThrough: head)
        }
    }

    private func viewer(
        orVisitor caller: Caller?, of tenant: TenantID, withRightsThrough head: Position
    ) async throws -> Viewer {
        var viewer = try await viewer(orVisitor: caller, of: tenant)
        viewer.position = try await queries.lastPosition(
            withRightsOf: viewer.position, in: tenant, through: head)
        return viewer
    }

    func visitor(of tenant: TenantID) async throws -> Viewer {
        .visitor(of: tenant, at: try await queries.position(of: tenant))
    }

    /// The caller's tenant, or that of public pages.
    func tenant(orVisited caller: Caller?) async throws -> TenantID {
        if let caller { return caller.tenant }
        guard let tenant = try await visitedTenant() else { throw Problem(.tokenMissing) }
        return tenant
    }

    /// The tenant of public pages: the configured one, or the only one there is.
    private func visitedTenant() async throws -> TenantID? {
        if let publicTenant { return publicTenant }
        let heads = try await log.heads(after: nil, limit: 2)
        return heads.count == 1 ? heads.first?.tenant : nil
    }
}
