package io.lingpai.problem;

/** The master key given does not open this store. Nothing was changed; start with the right one. */
public final class WrongMasterKey extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Both marks are one-way prints of a key and may be shown.
   *
   * @param storesMark the mark of the key the store was made with
   * @param givenMark the mark of the key given
   */
  public WrongMasterKey(String storesMark, String givenMark) {
    super(
        "the store was encrypted under another master key (mark "
            + storesMark
            + ") than the one given (mark "
            + givenMark
            + "). Give the key the store was first started with, in master-key or"
            + " LINGPAI_MASTER_KEY or the file data/master-key; without it the stored secrets"
            + " cannot be read. To begin anew, use an empty data folder or database.");
  }
}
