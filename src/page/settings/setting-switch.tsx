import { Switch } from "../ui/switch.tsx";
import { choose, type Settings, useSetting } from "./settings.ts";

/** The settings that are on or off. */
type SwitchName = { [Name in keyof Settings]: Settings[Name] extends boolean ? Name : never }[keyof Settings];

interface Props {
  readonly name: SwitchName;
  readonly label: string;
  readonly advice: string;
}

/** A setting that is on or off. */
export function SettingSwitch({ advice, label, name }: Props) {
  const isOn = useSetting(name);
  return <Switch label={label} advice={advice} isOn={isOn} onChange={(next) => choose({ [name]: next })} />;
}
