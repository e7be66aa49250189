/** Requires the runtime alone, and no incubating module. */
module com.acme.offers {
  requires dev.tulle.runtime;

  exports com.acme;
}
