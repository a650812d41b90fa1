package io.lingpai.simulation;

import io.lingpai.event.Happening;
import io.lingpai.keeper.Subjects;

/** Who plays in a run: the apps and their platform, as a node sees them. */
interface Cast {

  Subjects seenBy(Node node);

  void told(Happening happening);
}
