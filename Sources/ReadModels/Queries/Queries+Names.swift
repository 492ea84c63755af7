import EventSourcing
import EventStorage
import Foundation
import Vocabulary

/// A person and what they are called today.
package struct NamedPerson: Codable, Hashable, Sendable {
    package let person: PersonID
    package let displayName: String

    package init(person: PersonID, displayName: String) {
        self.person = person
        self.displayName = displayName
    }
}

/// What people are called today.
package struct NameBook: Sendable {
    let names: [PersonID: String]

    package init(names: [PersonID: String]) { self.names = names }

    package subscript(person: PersonID) -> String { names[person] ?? Queries.formerMember }

    package func named(_ person: PersonID) -> NamedPerson {
        NamedPerson(person: person, displayName: self[person])
    }
}

extension Queries {
    /// Opens the names of people, as many as they are.
    func names(of people: some Sequence<PersonID>, in tenant: TenantID) async throws -> NameBook {
        var names: [PersonID: String] = [:]
        var rest = Set(people).sorted()[...]
        while !rest.isEmpty {
            let some = Array(rest.prefix(Self.nameLimit))
            rest = rest.dropFirst(Self.nameLimit)
            let rows = try await reading(tenant) { _, reader in
                try await reader.rows(Selection<PersonRow>().where(.person, isOneOf: some))
            }
            names.merge(try await self.names(of: rows, in: tenant).names) { $1 }
        }
        return NameBook(names: names)
    }

    /// Opens the names of people whose rows are at hand.
    func names(of rows: [PersonRow], in tenant: TenantID) async throws -> NameBook {
        let texts = try await open(rows.map(\.displayName), in: tenant)
        return NameBook(
            names: rows.reduce(into: [:]) { $0[$1.person] = texts[$1.displayName] })
    }

    /// Opens texts, as many as they are; those that are gone are missing.
    func open(
        _ references: [VaultTextID?], in tenant: TenantID
    ) async throws -> [VaultTextID: String] {
        var texts: [VaultTextID: String] = [:]
        var rest = references.compactMap(\.self)[...]
        while !rest.isEmpty {
            let some = rest.prefix(Self.nameLimit).map(\.uuid)
            rest = rest.dropFirst(Self.nameLimit)
            for (reference, text) in try await vault.open(some, of: tenant, reading: pool) {
                texts[VaultTextID(reference)] = text
            }
        }
        return texts
    }
}

extension [VaultTextID: String] {
    /// What a text that was once written reads today; nothing where none was.
    func text(_ reference: VaultTextID?) -> String? {
        reference.map { self[$0] ?? Queries.removedText }
    }
}
