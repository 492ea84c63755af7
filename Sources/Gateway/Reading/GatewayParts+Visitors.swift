import EventSourcing
import EventStorage

extension GatewayParts {
    /// Whose rights count: the caller's, or a visitor's of the public pages.
    func viewer(orVisitor caller: Caller?) async throws -> Viewer {
        if let caller { return try await viewer(caller) }
        let tenant = try await tenant(orVisited: nil)
        try await requireReadable(tenant)
        return .visitor(of: tenant)
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
