package hone.contract;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which side of a dataset a prompt is on. No prompt is on both. */
public enum Split {
    @JsonProperty("train")
    TRAIN,
    @JsonProperty("held-out")
    HELD_OUT;

    public String wireName() {
        return this == TRAIN ? "train" : "held-out";
    }
}
