import EventSourcing
import EventStorage

extension GatewayParts {
    /// Whose rights count: the caller's, or a visitor's of the public pages.
    func viewer(orVisitor caller: Caller?) async throws -> Viewer {
        if let caller { return try await viewer(caller) }
        guard let tenant = try await visitedTenant() else { throw Problem(.tokenMissing) }
        try await requireReadable(tenant)
        return .visitor(of: tenant)
    }

    /// The tenant of public pages: the configured one, or the only one there is.
    private func visitedTenant() async throws -> TenantID? {
        if let publicTenant { return publicTenant }
        let heads = try await log.heads(after: nil, limit: 2)
        return heads.count == 1 ? heads.first?.tenant : nil
    }
}
