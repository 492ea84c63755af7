import EventSourcing

/// Where a personal text stands in the vault, and whom it is about.
///
/// Names and free text never enter the log: erasing the subject's key then erases them everywhere,
/// while every event that refers to them stays as it was written.
package struct VaultReference: Hashable, Codable, Sendable {
    /// Whose key seals the text; not always who wrote it.
    package let subject: PersonID
    package let ref: VaultTextID

    package init(subject: PersonID, ref: VaultTextID) {
        self.subject = subject
        self.ref = ref
    }
}
