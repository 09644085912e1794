/** Place names, surnames and words that contain a blocked one. */
const NAMES =
  "Scunthorpe Penistone Clitheroe Lightwater Essex Sussex Middlesex Wessex Cockermouth Cockfosters Titchfield Assam Assisi Arsenal Hancock Babcock Hitchcock Dickinson Dickens Shitake Shiitake Cummings Cumbria Cumberland Analytics Analysis Canal Banal Bass Class Classic Assassin Assess Assistant Passage Grass Glass Grape Grapevine Drape Therapist Rapeseed Raphael Spicy Spice Suspicion Title Titanic Titanium Constitution Competition Petition Cocktail Peacock Shuttlecock Hello Shell Michelle Othello Hellenic Lusty Cluster Illustration Japan Japanese Nazis-free Homogeneous Homonym Slotted Spamalot Scummy Swank Wankel Whoredom Bitcoin Arsenic Parse Sparse Coarse Hoarse Massachusetts Saskatchewan Document Cucumber Accumulate Circumstance Buttress Button Matsushita Yoshida Fukuoka Phuket Fuchs Dyke Vandyke Pussycat Pokémon Evaluate Manuscript Janus Uranus Bonus Conus Socialist Specialist Specialised Arschin Schwanzlurch Computa Disputa Reputation Culotte Circulo Vehículo Condor Contact Beacon Merdeka Mermaid Computer Dispute Puteaux Biteable Bitten";

/** Products, measures and codes in which digits stand beside letters. */
const CODES =
  "A55|S10|the Galaxy A55 or the S24|BMW i8|1st place, 2nd, 3rd and 4th|B2B and B2C|W3C|H2O and CO2|MP3, MP4|R2-D2 and C-3PO|4K TV|5G and 3G|A4 paper|the 80s and 90s|24/7|F16|A380|B52s|E10 fuel|version 1.0.4|10:15 to 11:05|$50|$5 each|100%|C++ and C#|P2P|i18n and a11y|k8s|T1 line|0x1F4A9|room 4A55|flight LH455|postcode SW1A 1AA|I'm at 51st Street|B12 and D3|USB-C 3.2|3D, 2D|1080p|70s music|@ss and @nna are here|@lust4life|p@55w0rd policy|S.O.S.|U.S.A.|N.A.S.A.|e.g. this, i.e. that|a.m. or p.m.|J. R. R. Tolkien|C. S. Lewis|A. A. Milne|Q & A|P.S. I love you|F A Q|A B C D E F G|x, y, z|t i t l e|S C U N T H O R P E|E S S E X|c l a s s i c|a s s e s s|g r a p e|1 2 3 4|yes / no|and/or|his/her|- a - b - c";

/** Ordinary sentences, some with a word that ends where the next begins as a blocked one would. */
const SENTENCES: Readonly<Record<string, string>> = {
  en: "I lost my pen. Is it on the table?|As soon as she can, she will call.|The bass player was a class act.|He has hit the wall.|This is hit number one.|Push it to the end.|We saw the ship enter the harbor.|The therapist will see you now.|Cut it out!|Let us assess the assets.|Jack and Jill went up the hill.|Such an analysis needs time.|They sell shells by the shore.|The cocktail class starts at six.|What a night!|Grab a seat.|Nothing is wrong with the title.|It's a hit, and I mean it.|Can you pass the grapes?|A fine title for an essay.",
  de: "Der Pass ist verloren gegangen.|Die Marsch ist nass.|Das Barschfilet war gut.|Schon wieder Regen.|Hast du das Huhn gesehen?|Wir fahren nach Essen.|Er hat den Schwan zuerst gesehen.|Die Analyse war richtig.|Das Glas steht auf dem Tisch.|Mein Sohn isst gern Spargel.|Die Figur ist sehr schön.|Ich muss los.|Wie spät ist es?|Der Zug kommt um 5 nach 7.|Das macht 10 € bitte.",
  fr: "Je dispute une partie demain.|La réputation de cette maison est bonne.|Il habite à Paris.|Mon contact est absent.|La députée a parlé.|Elle connaît la chanson.|Nous vîmes la mer de loin.|C'est un vrai conte de fées.|Le concours est à midi.|Tu as vu l'ordinateur ?|L'orbite de la Terre.|Ça va bien, merci.|On se voit à 18 h 30.|Quelle belle journée !|Les classes sont finies.",
  es: "La computadora no funciona.|El vehículo es nuevo.|Disputan el partido mañana.|El año pasado fui a Perú.|Calculo que llega a las 5.|Es un círculo pequeño.|El oculista me atendió.|¿Dónde está la estación?|La reputación importa.|Me gusta el espectáculo.|Hay que asumir la culpa.|Tengo 3 hermanos.|Vamos a la playa.|El título es largo.|Buenas noches a todos.",
  pt: "O computador está lento.|A disputa acabou.|O círculo é grande.|O veículo parou.|A reputação dele é boa.|Fui ao Canadá em 2019.|Amanhã é feriado.|Que horas são?|O título do livro.|Ela assiste à aula.|Estou com fome.|Vamos sair às 8.|Muito obrigado pela ajuda.|O cálculo está certo.|Até logo!",
  ar: "صباح الخير يا أصدقاء.|كيف حالكم اليوم؟|هذا الكتاب جميل جدا.|سنلتقي غدا في الساعة ٥.|أحب القهوة بالحليب.|اللغة العربية لغة غنية.|الطقس بارد اليوم.|شكرا جزيلا لكم.|أين المحطة من فضلك؟|وصل القطار متأخرا.",
  hi: "आप कैसे हैं?|मुझे चाय पसंद है।|कल मिलते हैं।|यह किताब बहुत अच्छी है।|आज मौसम ठंडा है।|मेरा नाम सीता है।|गाड़ी 5 बजे आएगी।|बहुत धन्यवाद।|क्या आप हिंदी बोलते हैं?|हम बाज़ार जा रहे हैं।",
  zh: "今天天气很好。|我们明天见。|你吃饭了吗？|这本书很有意思。|火车五点到。|谢谢你的帮助。|请问车站在哪里？|我喜欢喝茶。|他在北京工作。|周末愉快！",
  ja: "おはようございます。|今日は天気がいいですね。|明日また会いましょう。|この本はとても面白いです。|電車は5時に着きます。|ありがとうございました。|駅はどこですか？|コーヒーが好きです。|東京で働いています。|よい週末を！",
};

/** Texts in which a careless filter finds blocked words (the "Scunthorpe problem"), and ordinary ones of nine languages. */
export const INNOCENT_TEXTS: readonly string[] = [
  ...NAMES.split(" "),
  ...CODES.split("|"),
  ...Object.values(SENTENCES).flatMap((sentences) => sentences.split("|")),
];
