/// What another session has sent with `NOTIFY`.
package struct Notification: Hashable, Sendable {
    package let channel: String
    package let payload: String
    /// The server's process that sent it.
    package let sender: Int32
}
