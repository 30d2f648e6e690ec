/// The simulated world of the tests: time that jumps, and tasks that run one at a time in an order
/// that a seed decides. The disk is `posthouse.store.SimDisk`.
package posthouse.sim;
