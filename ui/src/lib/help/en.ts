// Help in English.

import type { HelpTexts } from './topics';

export const en: HelpTexts = {
  catalogue: {
    title: 'Catalogue',
    what: 'The supplier’s goods with your prices and stock. They are on this computer, so search works without the internet.',
    whatWithoutPrices:
      'The supplier’s goods with their stock. They are on this computer, so search works without the internet.',
    how: [
      'Type the beginning of a word or an article: the order of words does not matter.',
      {
        needs: 'drafts',
        text: 'Go to a row and type a number: the quantity is in the draft at once, there is nothing to save. Plus and minus change it by a pack.',
      },
      {
        needs: 'drafts',
        text: 'Paste a list from a spreadsheet with Ctrl+V: “article and quantity” in each line. A report shows what was not recognised.',
      },
      {
        needs: 'prices',
        text: 'The card at the right has price, stock by warehouse, variants and properties. F4 hides it, F6 shows the pictures.',
      },
      {
        lacks: 'prices',
        text: 'The card at the right has stock by warehouse, variants and properties. F4 hides it, F6 shows the pictures.',
      },
      {
        needs: 'drafts',
        text: 'F7 leads to variants and analogues: type numbers in place, move by arrows and Enter, Esc leads back.',
      },
      {
        needs: 'prices',
        text: 'What the price was before is on the card too, since the day when this computer saw it first.',
      },
      'Out of stock? Ctrl+U: be told when it arrives.',
      'Not in the catalogue at all? Below an empty search, and in the report of a pasted list, ask to be told when the article appears.',
      'Figures say at what time they were true. Pale ones are old: sync (F5).',
      'A slip, another keyboard layout, another alphabet? Where the text finds nothing, what was meant is shown, and it is said so.',
      'Ctrl+F filters by properties, with the number of goods. A list of articles pasted into the search field is looked up line by line.',
      {
        needs: 'prices',
        text: 'F8 hides prices and sums while a customer looks on.',
      },
      'Ctrl+Shift+L makes labels of the chosen rows (Shift and the arrows choose several), for a label printer or into a ZPL file.',
    ],
  },
  drafts: {
    title: 'Drafts',
    what: 'Orders in the making. They are kept on this computer and survive a power cut; the supplier does not see them.',
    how: [
      'Enter opens a draft, Ctrl+N makes a new one.',
      'A draft belongs to one legal entity, and has its prices.',
      'A deleted draft stays in the trash for 90 days and can be restored.',
      'There may be any number of drafts; quantities typed in the catalogue go to the current one, shown at the bottom.',
    ],
  },
  draft: {
    title: 'A draft',
    what: 'The lines of an order to be, with their sum and weight.',
    how: [
      'A barcode scanner works on any page: a scan adds one, 12* before it sets twelve, and a new code is learned.',
      'Quantities are edited in place; zero or Delete removes a line, Ctrl+Z brings it back.',
      'Ctrl+V adds lines of a list: “article and quantity”.',
      '“Not enough” or “no price” is no refusal yet: the check has the last word.',
      'Ctrl+Enter checks: the supplier says what has changed, and only then the order is sent.',
      'Lines of an order that is on its way are locked until the supplier answers.',
      'Ctrl+O, or a file dropped on the draft, adds a list out of XLSX, XLS, ODS, CSV or text: columns are told by themselves, what is in doubt is asked about.',
      'Ctrl+Shift+S — services on the line: cutting and others. How many pieces and how long; whether the goods are enough and what is left is told below the line.',
      'Ctrl+Shift+D copies the draft; “Add to…” adds its lines to another one.',
    ],
  },
  compare: {
    title: 'Comparison',
    what: 'Two drafts, or a draft and an order, side by side: what only one has, and what differs. Drafts are at the prices of today.',
    how: [
      'Shift+F7 in a draft asks what to compare it with.',
      'Only differences are shown; how many lines are the same stands above. The table is copied like any other.',
    ],
  },
  templates: {
    title: 'Templates',
    what: 'Lists of goods that are ordered again and again. All your legal entities share them.',
    how: [
      'Shift+F6 in a draft keeps its lines as a template; the same name takes the place of the one before.',
      'Enter makes a draft at the prices of today: what became dearer and what is gone is told.',
      'Quantities are changed in place, Delete takes out a line or a template, F2 changes the name.',
    ],
  },
  check: {
    title: 'The check before sending',
    what: 'Prices and stock are asked of the supplier anew. Only lines that changed are shown.',
    how: [
      'Decide about each line by 1…9: accept, reduce, remove, keep, an analogue, wait, on order, another warehouse, the day when it comes.',
      'F2 decides all lines by rules: a rise of the price, a part of the quantity, my analogue. Offline they go with the order.',
      'What got cheaper is accepted by itself. An order is never placed at a higher price than you accepted.',
      'Ctrl+Enter sends, Ctrl+Shift+Enter sends only unchanged lines.',
      'Without a connection the order can be queued: it goes by itself, and only on the terms that you saw.',
    ],
  },
  orders: {
    title: 'Orders',
    what: 'Everything that was sent to the supplier or still waits, with its state in the supplier’s 1C.',
    how: [
      'States: queued, sent, held, reserved No …, paid, shipped.',
      {
        needs: 'drafts',
        text: 'A queued order goes by itself. Ctrl+R tries now, Delete takes it back into the draft.',
      },
      '“Needs an answer”: terms got worse while the order waited. Enter shows what changed.',
      'Ctrl+E shows the orders of all your legal entities.',
      {
        needs: 'drafts',
        text: 'In an open order F7 repeats it as a new draft at today’s prices.',
      },
      'Insert marks orders, Ctrl+P collects their papers: invoices, waybills and order forms go each to its printer, or are saved; what failed is named with its cause.',
    ],
  },
  order: {
    title: 'An order',
    what: 'The lines as you sent them and as they are in 1C, the history of states, and the invoice.',
    how: [
      'Lines that the supplier changed are marked, with the earlier quantity or price beside them.',
      {
        needs: 'prices',
        text: 'Ctrl+I opens the invoice. Until it has 1C’s number it is preliminary and must not be paid.',
      },
      'The history says when the order was accepted, reserved, paid and shipped.',
    ],
  },
  documents: {
    title: 'Documents',
    what: 'The invoices of your orders. The list at the left, the very sheet that prints at the right; no network is needed.',
    how: [
      'Ctrl+S saves a PDF into your documents, Ctrl+P prints: printer, copies, tray and sides are remembered for each form. Insert marks documents, and the marked ones are printed or saved together.',
      'Documents of the supplier (UPD, bills, scans) stand in the same list: Enter opens one, Ctrl+S saves it as it came; fetched once, it opens without a connection.',
      'PageUp and PageDown turn pages, plus and minus change the size.',
      'An invoice appears when the supplier has accepted the order; with 1C’s number it can be paid.',
      'Payment (Ctrl+Q) shows the code for the program of your bank, and the requisites; the same code is on the invoice.',
    ],
  },
  priceLists: {
    title: 'Own price lists',
    what: 'Price lists for your customers: your prices with markup and rounding, without what goods cost you.',
    how: [
      'Choose groups and brands and set a markup: the first rule that fits the goods counts.',
      'An exception gives one article a price or a markup of its own.',
      'At the right stands what it comes to, and how many goods are left out and why.',
      'Ctrl+S saves; XLSX, PDF, CSV and YML write the file for your customers. What goods cost you is not in it.',
      '“Labels…” prints labels with the prices of a kept list.',
    ],
  },
  papers: {
    title: 'Print',
    what: 'The papers of an order, a draft or a claim, or the price list: the very sheet that prints; no network is needed.',
    how: [
      'The buttons above choose the form, Ctrl+S saves a PDF, Ctrl+P prints.',
      'What the supplier did not tell stays an empty line: write it in by hand.',
      'Waybills appear once the order is shipped; each sheet says that it is not the supplier’s signed document.',
    ],
  },
  claims: {
    title: 'Claims',
    what: 'What was wrong with a delivery: your claims, their states, and the day by which the supplier owes an answer.',
    how: [
      'Enter opens a claim with its messages and files.',
      'A new claim: F6 on the line of an order that something is wrong with.',
      'Everything is written offline too, and goes by itself.',
    ],
  },
  claim: {
    title: 'A claim',
    what: 'What is wrong and what you demand, files, and the messages with the supplier.',
    how: [
      'Ctrl+O attaches photos and files: photos are shrunk, and the place where they were taken is removed.',
      'Ctrl+Enter sends; without a connection the claim waits and goes by itself, files first.',
      'The supplier’s answer appears here and among the notices.',
    ],
  },
  unsent: {
    title: 'Not sent',
    what: 'Work that cannot be sent any more because rights changed. Nothing of it went to the supplier.',
    how: [
      'Save the list to a file: any spreadsheet opens it, and it can be pasted into a new draft.',
      'Delete from the computer only what is saved: it cannot be brought back.',
    ],
  },
  news: {
    title: 'News',
    what: 'What the supplier tells his dealers: working hours, new goods, offers. News lie on this computer and are read without the internet.',
    how: [
      'The arrows up and down go from one piece to the next; an opened piece is read.',
      'The number at the section says how many are not read yet.',
      'Notifications of news are switched off in the settings; the list stays the same.',
      'A piece goes after the last day that the supplier named.',
    ],
  },
  report: {
    title: 'Report of purchases',
    what: 'What was bought in any time: by months, goods, legal entities and people, as a chart and as a table.',
    how: [
      'The lines of your orders are added up with VAT, without cancelled orders and lines that the supplier dropped; how many those are is said.',
      'Returns by the supplier’s documents stand apart and are taken off the total; where such a document names no sum, it is said.',
      'Days, words of goods and the legal entity narrow it; Ctrl+E adds up all legal entities.',
      'Enter on a month, a person or a legal entity shows its goods; on goods it opens the catalogue.',
      'Currencies are not added up: each has its own sum and its own shares.',
      'The table is saved as XLSX, CSV and TSV, but not while prices are hidden (F8).',
    ],
  },
  money: {
    title: 'Money',
    what: 'What all your legal entities owe by the supplier’s books, by contract and document, and how late it is. No currency is added to another.',
    how: [
      'Enter, or the arrows to the right and to the left, unfold a row: legal entity, contract, documents.',
      'Each sum is that of the rows below it to the kopeck; advances are below zero.',
      '“As of” says when the supplier’s books were so: a payment of today may not be in them yet.',
      '“Calendar” shows what is to be paid on which day; overdue days on top.',
      '“Reconciliation” asks for an act of a period and compares it with your own card of the account (Enter, or drop a file on the window): only what differs is shown, and it adds up to the difference of the balances.',
      'The desktop reminds of payments; how many days before is in the settings.',
      'F8 hides the sums and the chart.',
    ],
  },
  find: {
    title: 'Search in papers',
    what: 'Orders, invoices, the supplier’s documents with the text of their PDF, and claims: whatever is on this computer, without a connection too.',
    how: [
      'A number may be typed without its signs and zeros: “123” finds “ЦБ-000123”, which comes first. The rest goes from new to old.',
      'Words in any order, the beginning is enough; where nothing is found so, other endings and the other keyboard layout are tried.',
      'Narrow it by kind, by days, to one legal entity or to all (Ctrl+E).',
      'The arrow down goes to the table, Enter opens the paper.',
      'A scan has no text: it is found by number, date and name of the file. While prices are hidden (F8) no text of files is shown.',
    ],
  },
  changes: {
    title: 'Changes',
    what: 'What changed at the supplier since you looked: prices and what they do to drafts, what is back in stock, what is sold no more.',
    how: [
      'Goods of your drafts come first; above the table are the sums of drafts before and now.',
      'Filter by kind of change, by article or name, or to goods of drafts.',
      '“Mark as seen” begins anew; a day, a week and a month can be looked at afterwards too.',
      'M mutes goods: they are not told of any more.',
      'The table can be saved as XLSX, CSV and TSV; while prices are hidden (F8) it has none.',
    ],
  },
  codes: {
    title: 'Own codes',
    what: 'What you and your colleagues call the supplier’s goods: an article of your own, a barcode or a name beside his article.',
    how: [
      'The program learns by itself: choose the goods of a row that was not recognised, and the next time it knows them.',
      'Of several answers the latest counts; the earlier ones are kept and stand in the row.',
      'Delete ends a code, Ctrl+Z brings it back. Colleagues of the legal entity learn of it with the sync.',
      '“Load a table” takes any file with an own code beside an article; “Save as a table” gives the same.',
      'An own code finds the goods in the search field too.',
    ],
  },
  notices: {
    title: 'Notices and subscriptions',
    what: 'What came: goods you waited for, lower prices, states of orders, invoices. And what you are subscribed to.',
    how: [
      'Enter opens the item, order or invoice.',
      {
        needs: 'drafts',
        text: 'The button “to draft” adds as much as you waited for.',
      },
      'To subscribe press Ctrl+U on an item of the catalogue or a line of a draft.',
      'The third tab has articles that the supplier does not have: he sees this list, and you get one notice.',
      'What is shown on the desktop, and when, is chosen in the settings; this list keeps everything.',
    ],
  },
  sync: {
    title: 'Sync with the supplier',
    what: 'How fresh the data are, what waits to be sent, and what is in the way.',
    how: [
      'Syncing goes by itself; F5 does it now.',
      'Being offline is no error: catalogue, drafts and documents work, orders wait in the queue.',
      '“Check the connection” walks the way to the supplier step by step and names the cause: name, proxy, certificate, clock, answer.',
      'The result can be copied and sent to your administrator.',
      '“Waiting to be sent” lists everything that has not gone yet: what it is about, why it waits, and when it is tried next.',
    ],
  },
  settings: {
    title: 'Settings',
    what: 'Language, look, notifications, network, and what program this is.',
    how: [
      'A choice takes effect at once and stays after a restart.',
      'Ctrl with plus, minus and zero changes the size of everything.',
      'A proxy, if your network needs one, is set here too.',
      'Documents are saved into the folder of your choice, by legal entity and month if you wish; an example of the path is in sight.',
    ],
  },
  first_run: {
    title: 'First start',
    what: 'Two doors: a code of your supplier, or the sample that is in the program itself.',
    how: [
      'Address and code come from the supplier. The code works once; letter case and dashes do not matter.',
      'After connecting, a recovery code is shown once. Write it down: it brings your drafts back if the system loses the key.',
      'It does not connect? Press “Check the connection”: the program names the cause.',
      'No code yet? Open the sample: it needs no network, and nothing can be sent from it.',
    ],
  },
  locked: {
    title: 'Passphrase',
    what: 'This computer has no key store, so your passphrase seals the data.',
    how: ['Check the keyboard layout and Caps Lock.', 'If it is forgotten, the recovery code opens the data.'],
  },
  key_missing: {
    title: 'The key is missing',
    what: 'The data are in their place, but the system does not give the key to them. Nothing was changed.',
    how: [
      'Sign in to the system as the user who connected.',
      'Enter the recovery code that was shown when connecting.',
      'If the file keys.json itself is gone, put it back from a backup.',
    ],
  },
};
