/// Makes one old shape of an event new before it is decoded; one for each change of a shape.
package protocol Upcaster: Sendable {
    /// The event's wire name.
    var type: String { get }
    /// The schema that it reads; it writes the next one.
    var from: Int { get }

    /// - Parameter data: The event's fields in schema `from`.
    /// - Returns: The same facts in schema `from + 1`.
    /// - Throws: Where the fields are not those of its schema.
    func upcast(_ data: JSONValue) throws -> JSONValue
}
