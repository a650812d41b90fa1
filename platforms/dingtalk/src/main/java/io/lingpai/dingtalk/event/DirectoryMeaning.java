package io.lingpai.dingtalk.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lingpai.app.App;
import io.lingpai.callback.Effect;
import io.lingpai.callback.Meaning;
import io.lingpai.callback.Message;
import io.lingpai.callback.Opening;
import io.lingpai.dingtalk.DingTalk;
import io.lingpai.directory.Rumour;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Events that tell of people and departments. They may come late, twice or in any order, and say
 * little but whom they are about: so each only makes somebody ask, see {@link Rumour}.
 */
public final class DirectoryMeaning implements Meaning {

  private static final Set<String> OF_PEOPLE =
      Set.of(
          "event.user_add_org",
          "event.user_modify_org",
          "event.user_leave_org",
          "event.user_active_org");

  private static final Set<String> OF_DEPARTMENTS =
      Set.of("event.org_dept_create", "event.org_dept_modify", "event.org_dept_remove");

  private static final Pattern USERID = Pattern.compile("[^\\p{Cntrl}\\p{Cs}]{1,128}");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
  private static final JsonMapper JSON = new JsonMapper();

  @Override
  public List<Effect> of(App app, Message message, Opening.Opened opened) {
    if (!app.platform().equals(DingTalk.NAME)) {
      return List.of();
    }
    boolean people = OF_PEOPLE.contains(message.type());
    if (!people && !OF_DEPARTMENTS.contains(message.type())) {
      return List.of();
    }
    String about = people ? Rumour.PERSON : Rumour.DEPARTMENT;
    List<Effect> effects = new ArrayList<>();
    for (String id : ids(opened.field(people ? "UserId" : "DeptId"))) {
      if ((people ? USERID : NUMBER).matcher(id).matches()) {
        effects.add(new Effect.Enqueued(Rumour.of(message, about, id)));
      }
    }
    return effects;
  }

  /** A list, or one by itself. */
  private static Set<String> ids(String text) {
    Set<String> ids = new LinkedHashSet<>();
    try {
      JsonNode list = text.startsWith("[") ? JSON.readTree(text) : JSON.createArrayNode().add(text);
      list.forEach(one -> ids.add(one.asText()));
    } catch (JsonProcessingException e) {
      ids.add(text);
    }
    ids.remove("");
    return ids;
  }
}
