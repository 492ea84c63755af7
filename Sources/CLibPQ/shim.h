#include <libpq-fe.h>
// Wakes a thread that polls libpq's socket; Glibc's module does not have it.
#include <sys/eventfd.h>
